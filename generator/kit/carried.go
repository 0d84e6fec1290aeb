//go:build released

package kit

import _ "embed"

// archive is what .ci/release packed before this program.
//
//go:embed carried/kit.zip
var archive []byte

func carried() []byte { return archive }
