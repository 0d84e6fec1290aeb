// Whether a signature of Ed25519 is a key's: told by the browser where it knows how, else by
// a small library, for browsers of before 2025 and pages that are not loaded by https.

import { etc, verify } from './noble/ed25519'
import { sha512 } from './sha512'

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'

/** The 32 bytes of a W3C Multikey of Ed25519; undefined of another. */
export const publicKey = (text: string): Uint8Array | undefined => {
  let n = 0n
  for (const char of text.slice(1)) {
    const digit = alphabet.indexOf(char)
    if (digit < 0) return
    n = n * 58n + BigInt(digit)
  }
  const hex = n.toString(16)
  if (text[0] !== 'z' || hex.length !== 68 || !hex.startsWith('ed01')) return
  return Uint8Array.from(hex.slice(4).match(/../g)!, (two) => parseInt(two, 16))
}

etc.sha512Sync = (...parts: Uint8Array[]) => sha512(etc.concatBytes(...parts))

/** The same by the library alone. */
export const signedByLibrary = (key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean => {
  try {
    return verify(signature, message, key, { zip215: false })
  } catch {
    return false
  }
}

export const signedBy = async (key: string, message: Uint8Array, signature: Uint8Array): Promise<boolean> => {
  const bytes = publicKey(key)
  if (!bytes) return false
  try {
    const known = await crypto.subtle.importKey('raw', bytes as BufferSource, { name: 'Ed25519' }, false, ['verify'])
    return await crypto.subtle.verify({ name: 'Ed25519' }, known, signature as BufferSource, message as BufferSource)
  } catch {
    return signedByLibrary(bytes, message, signature)
  }
}
