// The desk's second script: what is needed behind the first fields. It comes while the
// start is read, and on no other page.

import * as office from './office'
import { picture } from './pictures'
import { sending } from './send'

const more = { ...office, picture, sending }

export type More = typeof more

window.deskMore = more
