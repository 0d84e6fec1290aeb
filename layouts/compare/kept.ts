// The brands that were chosen for comparing, in this tab.

const kept = 'compare'

export const slugsIn = (text: string): string[] => [...new Set(text.split(',').filter((slug) => /^[a-z0-9-]+$/.test(slug)))]

// A browser may refuse storage; what was chosen is then in the address alone.
export function remembered(): string[] {
  try {
    return slugsIn(sessionStorage.getItem(kept) ?? '')
  } catch {
    return []
  }
}

export function remember(chosen: string[]): void {
  try {
    sessionStorage.setItem(kept, `${chosen}`)
  } catch {
    // nothing to remember it in
  }
}
