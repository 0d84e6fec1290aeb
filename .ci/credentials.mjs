// Checks every credential of a built site by an implementation that is not ours:
//
//	.ci/credentials DIR
//
// .ci/credentials fetches what it needs. Each credential must pass, and must not pass once a
// value of it is changed.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DataIntegrityProof } from '@digitalbazaar/data-integrity'
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite'
import jsigs from 'jsonld-signatures'

const site = process.argv[2]
const read = (path) => JSON.parse(readFileSync(join(site, path), 'utf8'))
const did = read('.well-known/did.json')

const documentLoader = async (url) => {
  const method = did.verificationMethod.find((m) => m.id === url)
  if (method) return { contextUrl: null, documentUrl: url, document: { '@context': 'https://w3id.org/security/multikey/v1', ...method } }
  if (url === did.id) return { contextUrl: null, documentUrl: url, document: did }
  throw new Error(`nothing else is loaded: ${url}`)
}
const verify = async (document) => {
  const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() })
  return jsigs.verify(document, { suite, purpose: new jsigs.purposes.AssertionProofPurpose(), documentLoader })
}

let checked = 0
const paths = [...readdirSync(join(site, 'brands')).filter((p) => p.endsWith('.vc.json')).map((p) => `brands/${p}`), 'log/status.json']
for (const path of paths) {
  const document = read(path)
  const result = await verify(document)
  if (!result.verified) {
    console.error(path, result.error?.errors ?? result.error)
    process.exitCode = 1
  }
  const altered = { ...document, id: document.id + 'x' }
  if ((await verify(altered)).verified) {
    console.error(path, 'passes altered')
    process.exitCode = 1
  }
  checked++
}
if (checked < 2) {
  console.error('no credentials were found')
  process.exitCode = 1
}
console.log(`${checked} credentials were checked by another implementation`)
