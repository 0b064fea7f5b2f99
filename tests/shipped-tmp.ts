// @ts-nocheck
import { load } from '/tmp/load.mjs'
export const shipped = () => load()
