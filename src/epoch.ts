/** The results-epoch: raised whenever the same scenario, seed and run would give other numbers than before. */
export const RESULTS_EPOCH = 2
