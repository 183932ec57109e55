// The explorer: one page over a release. The address holds the state, the views are functions of state and data.
import { Fragment, h, render } from 'preact'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { format, parse } from './address.js'
import { loadEntities, loadRelease, prepareSearch, search } from './data.js'
import { Facets } from './facets.jsx'
import { select } from './select.js'
import { queryWords } from './texts.js'
import { Skip, Top } from './top.jsx'
import { About } from './views/about.jsx'
import { Claims } from './views/claims.jsx'
import { Compare } from './views/compare.jsx'
import { Pictures } from './views/pictures.jsx'
import { Read } from './views/read.jsx'

function Explorer ({ data, entitiesRead }) {
  const [state, setState] = useState(parse(location.hash))
  useEffect(() => {
    const follow = () => setState(parse(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  /** Go to another state: a step in the browser's history, or, while somebody types, none. */
  const go = (change, quietly = false) => {
    const next = { ...state, ...change }
    const address = format(next)
    if (quietly) history.replaceState(null, '', address)
    else history.pushState(null, '', address)
    setState(next)
  }
  const words = useMemo(() => queryWords(state.query), [state.query])
  const matches = useMemo(() => (words.length ? search(data, words) : null), [data, words])
  const choices = JSON.stringify(state.choices)
  const found = useMemo(() => select(data, state.choices, matches), [data, choices, matches, entitiesRead])
  useEffect(() => {
    if (state.view !== 'read') scrollTo(0, 0) // that view goes to the claim
  }, [state.view])
  const view = { data, state, go, found, words }
  return (
    <Fragment>
      <Skip />
      <Top state={state} />
      <div class={`columns ${state.view}`}>
        {(state.view === 'claims' || state.view === 'read' || state.view === 'pictures') && <Facets {...view} />}
        <main id='main' tabIndex={-1}>
          {state.view === 'claims' && <Claims {...view} />}
          {state.view === 'read' && <Read {...view} />}
          {state.view === 'pictures' && <Pictures {...view} />}
          {state.view === 'compare' && <Compare {...view} />}
          {state.view === 'about' && <About {...view} />}
        </main>
      </div>
    </Fragment>
  )
}

function Loading ({ what, share }) {
  return (
    <p class='loading' role='status'>
      Reading {what} … <progress max='1' value={share}>{Math.round(100 * share)} %</progress>
    </p>
  )
}

async function start () {
  const page = document.getElementById('page')
  const show = node => render(node, page)
  show(<Loading what='the release' share={0} />)
  try {
    const data = await loadRelease((what, share) => show(<Loading what={what} share={share} />))
    show(<Explorer data={data} entitiesRead={false} />)
    performance.mark('explorer-ready')
    await prepareSearch(data)
    await loadEntities(data)
    show(<Explorer data={data} entitiesRead />)
    performance.mark('explorer-complete')
  } catch (error) {
    console.error(error)
    show(<p class='failed' role='alert'>{error.message}</p>)
  }
}

start()
