// A script of its own that serve puts before the page's: what only an office needs is not
// loaded by everybody.

import * as office from './office'

window.deskOffice = office
