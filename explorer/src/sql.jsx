// The page for SQL: its question is in the address, and is asked only when somebody presses the button.
import { Fragment, h, render } from 'preact'
import { useState } from 'preact/hooks'
import { format, parse } from './address.js'
import { Skip, Top } from './top.jsx'
import { Sql } from './views/sql.jsx'

function Page () {
  const [state, setState] = useState({ ...parse(location.hash), view: 'sql' })
  const keep = sql => {
    const next = { ...state, sql }
    history.replaceState(null, '', format(next))
    setState(next)
  }
  return (
    <Fragment>
      <Skip />
      <Top state={state} />
      <div class='columns sql'>
        <main id='main' tabIndex={-1}><Sql state={state} keep={keep} /></main>
      </div>
    </Fragment>
  )
}

const page = document.getElementById('page')
page.replaceChildren()
render(<Page />, page)
