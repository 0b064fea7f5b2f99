/**
 * What the words of an episodes file mean to the model. Fixed before anything was scored, and read from what was exposed, to whom
 * and when it became known, never from what followed. A word that stands in no table is a mistake, never a guess (docs/episodes.md).
 */
import type { Exposure, BreachKind } from './scenario.js'

/** A breach of some kind; or why the case is none and is never pooled with breaches. */
export type Meaning = { readonly kind: BreachKind } | { readonly notBreach: string }

/** `trigger_class`, the data's most exact word for what happened. */
export const TRIGGERS: Readonly<Record<string, Meaning>> = {
  penetration: { kind: 'penetration' },
  'penetration (cyber)': { kind: 'penetration' },
  'insider leak': { kind: 'insider' },
  // the spying that it brought to light weighs nothing beside
  'insider leak + spying on partner': { kind: 'insider' },
  // told to the press by officials, as the words of its group and nature say
  'insider leak of a joint programme': { kind: 'disclosure' },
  'third-party-rule breach': { kind: 'disclosure' },
  'third-party-rule breach (control principle)': { kind: 'disclosure' },
  'third-party-rule breach (attributed)': { kind: 'disclosure' },
  'third-party-rule breach (disputed)': { kind: 'disclosure' },
  "exposure of partner's agents to adversary": { kind: 'disclosure' },
  'careless disclosure + interception': { kind: 'disclosure' },
  'spying on partner': { kind: 'spying' },
  'misuse of shared access / spying on partner': { kind: 'misuse' },
  'deception of partner': { kind: 'misuse' },
  "abuse of partner's documents": { kind: 'misuse' },
  'misuse of shared intelligence': {
    notBreach: 'what was shared was used against its purpose and not exposed',
  },
  'mishandling of partner files': { notBreach: 'an exposure that was feared' },
  'mishandling of partner files / feared penetration': { notBreach: 'an exposure that was feared' },
  'anticipated penetration': { notBreach: 'an exposure that was feared' },
  'anticipated misuse / politicisation': { notBreach: 'a misuse that was feared' },
  'anticipated misuse / threat to an ally': { notBreach: 'a misuse that was feared' },
  'policy dispute (no breach of secrecy)': { notBreach: 'a dispute; no secret came out' },
  'policy dispute (London shared a US text with European partners)': {
    notBreach: 'a dispute; no secret of the services came out',
  },
  'hostile act by a limited partner': { notBreach: 'an act against the partner; no secret came out' },
  "unilateral operation on partner's soil": { notBreach: 'an act against the partner; no secret came out' },
}

/** `group`, by which base rates pool cases: whether it holds breaches, and so must agree with `is_breach`. */
export const GROUPS: Readonly<Record<string, { readonly breaches: boolean }>> = {
  penetration: { breaches: true },
  'deception-or-abuse': { breaches: true },
  'disclosure-of-partner-secret': { breaches: true },
  'insider-leak': { breaches: true },
  'spying-on-partner': { breaches: true },
  'feared-insecurity': { breaches: false },
  'misuse-or-feared-misuse': { breaches: false },
  'policy-dispute': { breaches: false },
  'unilateral-act': { breaches: false },
}

/** `nature`: known words. It says once more, less exactly, what `trigger_class` says; nothing is built from it. */
export const NATURES = [
  'penetration/mole',
  'deception',
  'policy dispute',
  'press leak by officials',
  'disclosure to the public by court',
  'disclosure to the public by government',
  'disclosure to adversary',
  'insider leak',
  'espionage exposure',
] as const

/**
 * `recipient.type`: whom the breach tells. `country` is the first of `iso3`, which then must be given. Whoever is no state (militants,
 * criminals, the person concerned, domestic actors) stands in no network: what reached them counts as `public`, so that it is
 * read by whichever country is most hostile to the originator. So does what nobody was handed.
 */
export const RECIPIENTS: Readonly<Record<string, 'country' | 'press' | 'public'>> = {
  adversary: 'country',
  'adversary (feared)': 'country',
  'third state': 'country',
  'third state (the spying partner itself)': 'country',
  'domestic political/police actors, feared onward to RUS': 'country',
  press: 'press',
  public: 'public',
  'public (court order)': 'public',
  none: 'public',
  'adversary (non-state militants)': 'public',
  'adversary (non-state, feared)': 'public',
  'adversary (organised crime)': 'public',
  'domestic political/police actors': 'public',
  'target of the intelligence (private person)': 'public',
}

/** `discipline`: the model's, the first that the words name; null where they name none, or all: then the model takes the item's. */
export const DISCIPLINES: Readonly<Record<string, 'HUMINT' | 'SIGINT' | 'GEOINT' | null>> = {
  HUMINT: 'HUMINT',
  'HUMINT/NATO documents': 'HUMINT',
  'HUMINT/SIGINT (reported)': 'HUMINT',
  'HUMINT/interrogation liaison': 'HUMINT',
  'HUMINT/liaison': 'HUMINT',
  'CT liaison': 'HUMINT',
  'covert action': 'HUMINT',
  'domestic security liaison': 'HUMINT',
  'law-enforcement/forensic': 'HUMINT',
  SIGINT: 'SIGINT',
  'SIGINT/IMINT': 'SIGINT',
  'SIGINT/all-source': 'SIGINT',
  'all-source (SIGINT, defence)': 'SIGINT',
  'cyber/SIGINT': 'SIGINT',
  'law-enforcement SIGINT': 'SIGINT',
  'law-enforcement/SIGINT-derived': 'SIGINT',
  IMINT: 'GEOINT',
  'IMINT/SIGINT': 'GEOINT',
  'IMINT/all-source': 'GEOINT',
  FININT: null,
  'NATO all-source, crypto procedures': null,
  'all-source': null,
  'all-source, notably Russia': null,
  'all-source; mainly US finished intelligence and military': null,
  'defence plans': null,
  'diplomatic/negotiating information': null,
  'military dispositions': null,
  'military operations': null,
  'political/NATO documents': null,
  'scientific/nuclear': null,
}

/** What came out, in the model's terms. */
export interface Telling {
  /** details that let a reader guess the source, 0 to 8 */
  readonly details: number
  readonly exposes: Exposure
  /** days from the press's having it until it names the source; null: never */
  readonly named: number | null
}

/** `source_identity_exposed`. A day until the naming where it came out in part, as in 2017 (MODEL.md §5.6). */
export const EXPOSED: Readonly<Record<'yes' | 'partly' | 'no', Telling>> = {
  yes: { details: 6, exposes: 'source', named: 0 },
  partly: { details: 4, exposes: 'source', named: 1 },
  no: { details: 1, exposes: 'originator', named: null },
}

/** States that are gone, and who stands for them: what the Stasi got, Moscow had. */
export const STAND_INS: Readonly<Record<string, string>> = { DDR: 'RUS' }

/** Codes of partners that are no country: the European Union, and one that nobody named. */
export const NO_COUNTRY = ['EUU', 'XXX'] as const

/** The topic, of the network `world`, of a breach whose episode names none and whose id is not below: that of most breaches. */
export const GENERAL_TOPIC = 'counter-terrorism-middle-east'

/** What the words of the data do not say of a case of `data/episodes.json`, judged from its title and dates alone. */
export interface Judged {
  readonly topic: string
  /** when the originators learned of it, where the rule of episode-scenario.ts would be wrong: which date of the episode it was */
  readonly known?: 'start' | 'public'
}

/** By id. An episode's own `topic` and `date_known` overrule it. */
export const JUDGED: Readonly<Record<string, Judged>> = {
  'gbr-usa-fuchs-1950': { topic: 'great-power-military-americas' },
  'gbr-usa-suez-1956': { topic: 'great-power-military-middle-east' },
  // the Americans had it from the defector himself, who came over in December 1961
  'fra-usa-martel-1962': { topic: 'great-power-military-eurasia', known: 'start' },
  'deu-nato-guillaume-1974': { topic: 'great-power-military-eurasia' },
  'isr-nzl-passports-2004': { topic: 'counter-terrorism-pacific' },
  'usa-eu-swift-2006': { topic: 'counter-terrorism-europe' },
  'isr-usa-falseflag-jundallah-2007': { topic: 'counter-terrorism-middle-east' },
  'est-nato-simm-2008': { topic: 'great-power-military-eurasia' },
  'gbr-usa-binyam-mohamed-2010': { topic: 'counter-terrorism-south-asia' },
  'pak-usa-bomb-factories-2011': { topic: 'counter-terrorism-south-asia' },
  'can-fvey-delisle-2012': { topic: 'great-power-military-eurasia' },
  'usa-gbr-sau-aqap-2012': { topic: 'counter-terrorism-middle-east' },
  'tur-isr-iran-network-2012': { topic: 'proliferation-middle-east' },
  'usa-eu-snowden-2013': { topic: 'counter-terrorism-middle-east' },
  'usa-deu-bnd-mole-2014': { topic: 'counter-terrorism-middle-east' },
  'isr-usa-iran-talks-2015': { topic: 'proliferation-middle-east' },
  'usa-deu-selectors-bad-aibling-2015': { topic: 'counter-terrorism-middle-east' },
  'usa-isr-lavrov-2017': { topic: 'counter-terrorism-middle-east' },
  'usa-gbr-manchester-2017': { topic: 'counter-terrorism-europe' },
  'tur-usa-bases-2017': { topic: 'counter-terrorism-middle-east' },
  'usa-nld-cozybear-2018': { topic: 'cyber-eurasia' },
  'can-fvey-ortis-2019': { topic: 'organised-crime-americas' },
  // the Americans found the intruders themselves, in the autumn in which it begins
  'jpn-usa-pla-hack-2020': { topic: 'great-power-military-east-asia', known: 'start' },
  'deu-mar-hajib-2021': { topic: 'counter-terrorism-middle-east' },
  // those who were tapped read of it seven years after the end
  'dnk-nsa-allies-2021': { topic: 'great-power-military-europe', known: 'public' },
  'usa-allies-discord-2023': { topic: 'great-power-military-europe' },
  'deu-gbr-taurus-2024': { topic: 'great-power-military-europe' },
  'usa-isr-rahman-leak-2024': { topic: 'great-power-military-middle-east' },
  'kor-usa-kusong-2026': { topic: 'proliferation-east-asia' },
}
