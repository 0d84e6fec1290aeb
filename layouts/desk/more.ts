// The desk's second script: what is needed behind the first fields. It comes while the
// start is read, and on no other page.

import { exported, imported } from './drafts'
import { evaluated } from './evaluation'
import * as office from './office'
import * as opening from './opening'
import { inserting, picture, storyHead } from './pictures'
import { sending } from './send'

const more = { ...office, ...opening, evaluated, exported, imported, inserting, picture, storyHead, sending }

export type More = typeof more

window.deskMore = more
