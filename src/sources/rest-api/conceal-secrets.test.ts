import fc from 'fast-check'
import { expect, test } from 'vitest'
import { concealSecrets, revealSecrets } from './conceal-secrets.ts'

const URL_OF = 'https://api.example.com/x?page=2&api_key='

test('a secret is concealed however it is spelled, and put back', () => {
  const secrets = ['se/cret+1 x', 'other-secret']
  const position = {
    next: { url: `${URL_OF}${encodeURIComponent('se/cret+1 x')}&k=se%2fcret%2B1+x`, cursor: 'other-secret', at: 3 },
    list: ['se/cret+1 x', null],
  }
  const kept = concealSecrets(position, secrets)
  expect(JSON.stringify(kept)).not.toMatch(/cret\+1|cret%2B1|other-secret/i)
  expect(revealSecrets(kept, secrets)).toEqual({
    ...position,
    next: { ...position.next, url: position.next.url.replace('se%2fcret%2B1+x', encodeURIComponent('se/cret+1 x')) },
  })
})

test('a secret that was replaced is put in the place of the old one', () => {
  const kept = concealSecrets({ url: `${URL_OF}old-token` }, ['old-token'])
  expect(revealSecrets(kept, ['new-token'])).toEqual({ url: `${URL_OF}new-token` })
  expect(revealSecrets(kept, [])).toEqual(kept)
})

test('what is concealed is put back as it was, whatever the secrets are', () => {
  const text = fc.oneof(fc.string(), fc.constantFrom('secret', '***secret', '(a+b)*[c]', '$&$1', '/-\\^'))
  fc.assert(
    fc.property(fc.array(text, { maxLength: 4 }), text, (secrets, more) => {
      const position = { texts: [more, `${more}${secrets.join(more)}`], at: 1 }
      expect(revealSecrets(concealSecrets(position, secrets), secrets)).toEqual(position)
    }),
  )
})
