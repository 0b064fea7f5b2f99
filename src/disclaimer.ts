/** The one line that goes with every output in which countries have real names: pages, summaries, tables, data, exports. */
export const DISCLAIMER = 'Real names are illustrations under stated assumptions, not a forecast.'
