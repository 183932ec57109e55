// The head of every page: the release, and a link to each view that keeps what is chosen.
import { h } from 'preact'
import { format } from './address.js'
import { release } from './load.js'

const TABS = { claims: 'Claims', read: 'Read', pictures: 'Pictures', compare: 'Compare', sql: 'SQL', about: 'About' }

/** `sql.html` is a page of its own, since its Content Security Policy lets WebAssembly run; all else is `index.html`. */
export function addressOf (state) {
  return `${state.view === 'sql' ? 'sql.html' : 'index.html'}${format(state)}`
}

const NOTHING = { view: 'claims', query: '', choices: {} }

export function Top ({ state }) {
  return (
    <header class='top'>
      <p class='name'><a href={addressOf(NOTHING)}>{release.title.split(': ')[0]}</a></p>
      <p class='version'>release {release.version}, {release.date}</p>
      <nav aria-label='Views'>
        {Object.entries(TABS).map(([view, title]) => (
          <a key={view} href={addressOf({ ...state, view })} aria-current={state.view === view ? 'page' : undefined}>{title}</a>
        ))}
      </nav>
    </header>
  )
}

export function Skip () {
  return <a class='skip' href='#main' onClick={focusMain}>Skip to the content</a>
}

function focusMain (event) {
  event.preventDefault()
  document.getElementById('main').focus()
}
