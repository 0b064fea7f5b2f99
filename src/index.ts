/**
 * The library on Node: every public name. browser.ts names those that need neither files nor threads, one by one; what is named
 * in neither may change tomorrow.
 */
export * from './browser.js'
export { checkResultFolder, loadScenario, writeResult, type LoadOptions, type ResultFile } from './files.js'
export { threads, type Threads, type ThreadsOptions } from './runners/threads.js'
