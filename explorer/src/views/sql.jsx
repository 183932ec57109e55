// SQL over the release: a question, who answers it, and the rows.
import { Fragment, h } from 'preact'
import { useState } from 'preact/hooks'
import { saveAs, csvOf } from '../download.js'
import { ask, NETWORK, needsNetwork, stop } from '../engine.js'
import { release } from '../load.js'
import { addressOf } from '../top.jsx'

const SHOWN = 500

export function Sql ({ state, keep }) {
  const sql = state.sql ?? release.examples[0]?.sql ?? 'FROM claims'
  const [answer, setAnswer] = useState(null)
  const [failed, setFailed] = useState(null)
  const [doing, setDoing] = useState(null)
  const run = async event => {
    event?.preventDefault()
    if (doing) return
    setFailed(null)
    setDoing('Asking …')
    try {
      setAnswer(await ask(sql, setDoing))
    } catch (error) {
      setAnswer(null)
      setFailed(error.name === 'AbortError' ? 'Stopped.' : error.message)
    }
    setDoing(null)
  }
  const giveUp = () => {
    stop()
    setDoing(null)
    setFailed('Stopped.')
  }
  const example = release.examples.findIndex(one => one.sql === sql)
  return (
    <section aria-label='SQL'>
      <h1>Ask in SQL</h1>
      <p class='hint'>
        {release.sql
          ? 'DuckDB on this machine answers. It reads the release, and nothing else.'
          : 'DuckDB answers in this page: what you ask stays with you.'}
        {needsNetwork && ` The first question loads DuckDB (8 MB) from ${NETWORK}; it is checked to be the very file that was tested.`}
      </p>
      <form onSubmit={run}>
        <label for='example'>Example</label>
        <select id='example' value={example} onChange={event => keep(release.examples[event.currentTarget.value].sql)}>
          {example < 0 && <option value={-1}>your own question</option>}
          {release.examples.map((one, k) => <option key={one.title} value={k}>{one.title}</option>)}
        </select>
        <label for='sql'>SQL over the tables and views of the release</label>
        <textarea
          id='sql' rows={Math.max(6, sql.split('\n').length + 1)} spellcheck={false} value={sql} onInput={event => keep(event.currentTarget.value)}
          onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run(event) }}
        />
        <p class='actions'>
          <button type='submit' class='main' disabled={Boolean(doing)}>Ask <kbd>Ctrl+Enter</kbd></button>
          {doing && <button type='button' onClick={giveUp}>Stop</button>}
          {answer?.rows.length > 0 && <button type='button' onClick={() => saveAs(csvOf(answer.columns, answer.rows), 'csv', 'answer')}>Download as CSV</button>}
          <span role='status' class='hint'>{doing}</span>
        </p>
      </form>
      <div aria-live='polite'>
        {failed && <pre class='failed'>{failed}</pre>}
        {answer && <Rows {...answer} state={state} />}
      </div>
    </section>
  )
}

function Rows ({ columns, rows, more, state }) {
  return (
    <Fragment>
      <p class='n'>
        {rows.length.toLocaleString('en')} {rows.length === 1 ? 'row' : 'rows'}{more && ', and more'}
        {rows.length > SHOWN && `; the first ${SHOWN} are shown`}
      </p>
      <div class='plot' tabIndex={0} role='region' aria-label='Rows'>
        <table>
          <thead><tr>{columns.map((name, k) => <th key={k} scope='col'>{name}</th>)}</tr></thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, k) => (
              <tr key={k}>{row.map((cell, j) => <td key={j} class={typeof cell === 'number' ? 'number' : undefined}><Cell name={columns[j]} value={cell} state={state} /></td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fragment>
  )
}

function Cell ({ name, value, state }) {
  if (value === null) return <span class='n'>NULL</span>
  if (name === 'claim_id') return <a href={addressOf({ ...state, view: 'read', statement: null, claim: value })}>{value}</a>
  if (name === 'statement_id') return <a href={addressOf({ ...state, view: 'read', statement: value, claim: null })}>{value}</a>
  return Array.isArray(value) ? value.join(', ') : String(value)
}
