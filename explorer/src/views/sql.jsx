// SQL over the release, answered by the local DuckDB of `rapporteur explore`.
import { Fragment, h } from 'preact'
import { useState } from 'preact/hooks'
import { release } from '../load.js'

async function ask (sql) {
  const response = await fetch(release.sql, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ sql }) })
  const answer = await response.json()
  if (!response.ok) throw new Error(answer.error)
  return answer
}

export function Sql () {
  const [sql, setSql] = useState(release.examples[0]?.sql ?? 'FROM claims')
  const [answer, setAnswer] = useState(null)
  const [failed, setFailed] = useState(null)
  const [asking, setAsking] = useState(false)
  const run = async event => {
    event?.preventDefault()
    setAsking(true)
    setFailed(null)
    try {
      setAnswer(await ask(sql))
    } catch (error) {
      setAnswer(null)
      setFailed(error.message)
    }
    setAsking(false)
  }
  return (
    <section class='sql' aria-label='SQL'>
      <h1 class='unseen'>SQL</h1>
      <form onSubmit={run}>
        <label for='example'>Example</label>
        <select id='example' onChange={event => setSql(release.examples[event.currentTarget.value].sql)}>
          {release.examples.map((example, k) => <option key={example.title} value={k}>{example.title}</option>)}
        </select>
        <label for='sql'>SQL over the tables of the release</label>
        <textarea
          id='sql' rows='9' spellcheck={false} value={sql} onInput={event => setSql(event.currentTarget.value)}
          onKeyDown={event => { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) run(event) }}
        />
        <p class='actions'><button type='submit' disabled={asking}>{asking ? 'Asking …' : 'Ask (Ctrl-Enter)'}</button></p>
      </form>
      <div role='status'>
        {failed && <pre class='failed'>{failed}</pre>}
        {answer && <Rows {...answer} />}
      </div>
    </section>
  )
}

const SHOWN = 500

function Rows ({ columns, rows, more }) {
  return (
    <Fragment>
      <p class='n'>{rows.length.toLocaleString('en')} rows{more && ' and more'}{rows.length > SHOWN && `, the first ${SHOWN} shown`}</p>
      <div class='plot' tabIndex={0} role='region' aria-label='Rows'>
        <table>
          <thead><tr>{columns.map(name => <th key={name} scope='col'>{name}</th>)}</tr></thead>
          <tbody>
            {rows.slice(0, SHOWN).map((row, k) => (
              <tr key={k}>{row.map((cell, j) => <td key={j}>{cell === null ? <span class='n'>NULL</span> : Array.isArray(cell) ? cell.join(', ') : String(cell)}</td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </Fragment>
  )
}
