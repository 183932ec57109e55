// The state of the page is its address: what is shown can be shared, bookmarked and gone back to.
import { FACETS } from './select.js'

export const VIEWS = ['claims', 'read', 'pictures', 'compare', 'about']

/** Return the state that an address (the part after #) names. */
export function parse (hash) {
  const given = new URLSearchParams(hash.replace(/^#/, ''))
  return {
    view: VIEWS.includes(given.get('view')) ? given.get('view') : 'claims',
    query: given.get('q') ?? '',
    choices: Object.fromEntries(FACETS.map(name => [name, given.getAll(name)])),
    statement: given.get('statement'),
    other: given.get('with'),
    claim: given.get('claim'),
    sql: given.get('sql')
  }
}

/** Return the address of a state. */
export function format ({ view, query, choices, statement, other, claim, sql }) {
  const given = new URLSearchParams()
  if (view !== 'claims') given.set('view', view)
  if (query) given.set('q', query)
  for (const name of FACETS) for (const value of choices[name] ?? []) given.append(name, value)
  if (statement) given.set('statement', statement)
  if (other) given.set('with', other)
  if (claim) given.set('claim', claim)
  if (sql) given.set('sql', sql)
  return `#${given}`
}
