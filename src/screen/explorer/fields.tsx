/** The controls of the form: a choice, a slider, a number, a text, a switch. Each tells a change when it is finished, not while it is made. */
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'

interface Field<T> {
  readonly label: string
  readonly value: T
  readonly onChange: (value: T) => void
}

export interface Option {
  readonly value: string
  readonly label: string
}

export function Choice({
  label,
  value,
  onChange,
  options,
}: Field<string> & { readonly options: readonly Option[] }) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

export interface Bounds {
  readonly min: number
  readonly max: number
  /** true: whole numbers only */
  readonly whole?: boolean
}

/** Steps of a slider over its range. */
const STEPS = 100

/** A slider. Its number stands beside it while it is moved. */
export function Slide({
  label,
  value,
  onChange,
  min,
  max,
  whole = false,
  beside,
}: Field<number> & Bounds & { readonly beside?: string | undefined }) {
  const [shown, setShown] = useState(value)
  useEffect(() => setShown(value), [value])
  // what a file says may lie outside the plausible range
  const [low, high] = [Math.min(min, value), Math.max(max, value)]
  return (
    <label class="field slide">
      <span>
        {label} <b aria-hidden="true">{shown}</b>
      </span>
      <input
        type="range"
        min={low}
        max={high}
        step={whole ? 1 : stepOf(high - low)}
        value={shown}
        onInput={({ currentTarget }) => setShown(currentTarget.valueAsNumber)}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
      {beside !== undefined && <small>{beside}</small>}
    </label>
  )
}

/** A round step by which both ends are reached, about a hundredth of a range; any where none is. */
function stepOf(range: number): number | 'any' {
  const round = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
  const divides = (step: number): boolean => Math.abs(range / step - Math.round(range / step)) < 1e-6
  const off = (step: number): number => Math.abs(Math.log(range / step / STEPS))
  const close = round.filter((step) => divides(step) && off(step) < 1.5).sort((a, b) => off(a) - off(b))
  return close.at(0) ?? 'any'
}

export function Count({
  label,
  value,
  onChange,
  min,
  max,
  whole = false,
  beside,
}: Field<number> & Bounds & { readonly beside?: ComponentChildren }) {
  return (
    <label class="field count">
      <span>{label}</span>
      <input
        type="number"
        min={min}
        max={max}
        step={whole ? 1 : 'any'}
        value={value}
        required
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) onChange(currentTarget.valueAsNumber)
        }}
      />
      {beside !== undefined && <small>{beside}</small>}
    </label>
  )
}

export function Line({ label, value, onChange, most }: Field<string> & { readonly most: number }) {
  return (
    <label class="field">
      <span>{label}</span>
      <input
        type="text"
        value={value}
        maxLength={most}
        required
        spellcheck={false}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          if (currentTarget.reportValidity()) onChange(currentTarget.value)
        }}
      />
    </label>
  )
}

export function Switch({ label, value, onChange }: Field<boolean>) {
  return (
    <label class="switch">
      <input
        type="checkbox"
        checked={value}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  )
}

export function Radios({
  label,
  value,
  onChange,
  options,
}: Field<string> & { readonly options: readonly Option[] }) {
  return (
    <fieldset class="radios">
      <legend>{label}</legend>
      {options.map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={label}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>{option.label}</span>
        </label>
      ))}
    </fieldset>
  )
}
