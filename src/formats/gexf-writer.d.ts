/** The writer of graphology-gexf apart from its parser, which works on Node alone or in a browser alone. */
declare module 'graphology-gexf/common/writer.js' {
  export { write as default } from 'graphology-gexf'
}
