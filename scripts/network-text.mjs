/** A network laid out as a file for people to read: short lists and innermost maps on one line each. */
import { writeFileSync } from 'node:fs'
import { Document, isMap } from 'yaml'

/**
 * @param header remark at the top, each line beginning with a blank
 * @param remarks on agreements, by id
 */
export function networkText(network, header, remarks) {
  const document = new Document(network, { aliasDuplicateObjects: false })
  const onOneLine = (map, keys) => keys.forEach((key) => map.has(key) && (map.get(key).flow = true))
  for (const { value } of document.get('topics').items) onOneLine(value, ['plots'])
  for (const country of document.get('countries').items) {
    onOneLine(country, ['languages', 'position', 'need'])
    for (const { value } of country.get('collection').items) if (isMap(value)) value.flow = true
  }
  for (const agreement of document.get('agreements').items) {
    onOneLine(agreement, ['parties', 'joined', 'left'])
    onOneLine(agreement.get('scope'), ['topics', 'disciplines'])
    const remark = remarks[agreement.get('id')]
    if (remark) agreement.commentBefore = ` ${remark}`
  }
  for (const hostility of document.get('hostility').items) onOneLine(hostility, ['between'])
  for (const part of ['topics', 'countries', 'agreements', 'hostility'])
    document.contents.items.find(({ key }) => key.value === part).key.spaceBefore = true
  document.commentBefore = header
  return document.toString({ lineWidth: 120, singleQuote: true })
}

/** Writes a network to its place, or with `--print` to standard output. */
export function hand(network, header, remarks) {
  const text = networkText(network, header, remarks)
  if (process.argv.includes('--print')) process.stdout.write(text)
  else writeFileSync(new URL(`../networks/${network.id}.yaml`, import.meta.url), text)
}
