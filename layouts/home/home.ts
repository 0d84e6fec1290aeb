// The home page answers while one types; without script its box leads to
// search.html all the same.

import { suggest } from '../search/suggest'

suggest(document.querySelector<HTMLFormElement>('.search.big')!)
