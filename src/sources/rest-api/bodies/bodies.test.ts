import { describe, expect, test } from 'vitest'
import type { HttpResponse } from '../../../http/request.ts'
import { jsonAnswer } from './json-answer.ts'
import type { ResponseFormat } from './registry.ts'

function answer(contentType: string | undefined, body: string | Uint8Array): HttpResponse {
  return {
    url: 'https://api.example.com/x?api_key=hush',
    status: 200,
    headers: new Map(contentType === undefined ? [] : [['content-type', contentType]]),
    body: typeof body === 'string' ? new TextEncoder().encode(body) : body,
  }
}

async function read(
  response: HttpResponse,
  format: ResponseFormat = { type: 'auto' },
  more: { readonly selector?: string | undefined; readonly hinted?: readonly string[] } = { selector: '$' },
): Promise<string> {
  const { body } = await jsonAnswer(response, format, {
    selector: more.selector,
    isHinted: (name) => (more.hinted ?? []).includes(name),
    secrets: [],
  })
  return new TextDecoder().decode(body)
}

const failure = async (...args: Parameters<typeof read>) => read(...args).catch((error: unknown) => error)

describe('the content type tells how a body is read, unless it is JSON all the same', () => {
  test.for([
    ['application/json', '{"a":1}', '{"a":1}'],
    [undefined, '[1]', '[1]'],
    ['text/plain', '{"a":1}\n{"a":2}', '{"a":1}\n{"a":2}'],
    ['application/x-ndjson', '{"a":1}\n{"a":2}\n', '[{"a":1},{"a":2}]'],
    ['application/jsonl; charset=utf-8', '{"a":1}\r\n\r\n {"a":2} ', '[{"a":1},{"a":2}]'],
    ['application/json-seq', '\u001e{"a":1}\n\u001e{"a":2}\n', '[{"a":1},{"a":2}]'],
    ['application/x-ndjson', '{\n  "a": 1\n}', '{\n  "a": 1\n}'],
    ['application/x-ndjson', '', '[]'],
    ['text/csv', 'a\n1\n', '[{"a":1}]'],
    ['text/csv', '{"a":1}', '{"a":1}'],
    ['text/tab-separated-values', 'a\tb,c\n1\tx\n', '[{"a":1,"b,c":"x"}]'],
    ['application/xml', '<r><a>1</a></r>', '{"r":{"a":"1"}}'],
    ['application/atom+xml;type=feed', '<r>x</r>', '{"r":"x"}'],
    ['text/xml', '[1]', '[1]'],
    ['application/xhtml+xml', '<html/>', '<html/>'],
  ] as const)('%s %j', async ([contentType, body, expected]) => {
    expect(await read(answer(contentType, body))).toBe(expected)
  })

  test('and a format that is configured is read whatever the content type says', async () => {
    expect(await read(answer('text/html', 'a;b\n1;2'), { type: 'csv' })).toBe('[{"a":1,"b":2}]')
    expect(await read(answer('text/csv', '{"a":1}'), { type: 'json' })).toBe('{"a":1}')
  })
})

describe('a CSV column has one type on a page', () => {
  test.for([
    ['whole numbers', ['1', '', '-20'], '1,null,-20'],
    ['numbers', ['1', '2.50', '-3.1e5'], '1.0,2.50,-3.1e5'],
    ['truth values', ['true', 'FALSE', ''], 'true,false,null'],
    ['codes with leading zeros', ['007', '12'], '"007","12"'],
    ['codes that look like an exponent', ['1e5', '2'], '"1e5","2"'],
    ['numbers too long for an integer', ['1234567890123456789', '1'], '"1234567890123456789","1"'],
    ['numbers beside words', ['1', 'n/a'], '"1","n/a"'],
    ['dates', ['2026-01-01', ''], '"2026-01-01",null'],
    ['nothing at all', ['', ''], 'null,null'],
  ] as const)('%s', async ([, cells, expected]) => {
    const json = await read(answer('text/csv', `c,k\n${cells.map((cell) => `${cell},x`).join('\n')}`))
    expect(json).toBe(
      `[${expected
        .split(',')
        .map((value) => `{"c":${value},"k":"x"}`)
        .join(',')}]`,
    )
  })

  test('a hint or types: text leaves them texts', async () => {
    const body = answer('text/csv', 'a,b\n1.50,2')
    expect(await read(body, { type: 'auto' }, { hinted: ['a'] })).toBe('[{"a":"1.50","b":2}]')
    expect(await read(body, { type: 'csv', types: 'text' })).toBe('[{"a":"1.50","b":"2"}]')
  })
})

describe('CSV is read as it is written', () => {
  test.for([
    [
      'quotes, line breaks and quotes in quotes',
      'a,b\n"x, y","1\n2"\n"say ""hi""",z',
      '[{"a":"x, y","b":"1\\n2"},{"a":"say \\"hi\\"","b":"z"}]',
    ],
    ['empty cells are null, quoted or not', 'a,b\n"",x\n,y', '[{"a":null,"b":"x"},{"a":null,"b":"y"}]'],
    ['a semicolon in the header line', 'a;b\n1,5;x', '[{"a":"1,5","b":"x"}]'],
    ['a blank name of an index', ',a\n0,x', '[{"column_1":0,"a":"x"}]'],
    ['a header line alone', 'a,b\n', '[]'],
  ] as const)('%s', async ([, body, expected]) => {
    expect(await read(answer('text/csv', body))).toBe(expected)
  })

  test('names for a body without a header line, a delimiter, an encoding', async () => {
    const latin = Buffer.from('Köln|1', 'latin1')
    const format = { type: 'csv', delimiter: '|', encoding: 'iso-8859-1', header: ['city', 'n'] } as const
    expect(await read(answer('text/csv', latin), format)).toBe('[{"city":"Köln","n":1}]')
  })

  test.for([
    ['a,b\n1', 'Invalid Record Length'],
    ['a,a\n1,2', 'CSV whose header line names a twice'],
    ['a,b\n"1,2', 'Quote Not Closed'],
  ] as const)('%j is an error that shows no secret', async ([body, message]) => {
    const error = await failure(answer('text/csv', body))
    expect(error).toMatchObject({ code: 'invalid_csv', message: expect.stringContaining(message) })
    expect(JSON.stringify(error)).toContain('api_key=***')
    expect(String(error)).not.toContain('hush')
  })
})

describe('XML becomes objects', () => {
  test('attributes, texts, elements that repeat, and empty ones', async () => {
    const xml =
      '<?xml version="1.0"?><feed n="2"><item id="1">A &amp; B &#39;</item><item><![CDATA[<b>]]></item><tag>x</tag><none/></feed>'
    expect(JSON.parse(await read(answer('text/xml', xml)))).toEqual({
      feed: {
        item: [{ '#text': "A & B '", attr_id: '1' }, '<b>'],
        tag: 'x',
        none: null,
        attr_n: '2',
      },
    })
  })

  test('what repeats anywhere is a list everywhere, and what is named is one always', async () => {
    const xml = '<r><o><l>1</l><l>2</l></o><o><l>3</l><m>x</m></o></r>'
    expect(JSON.parse(await read(answer('text/xml', xml), { type: 'xml', lists: ['m'] }))).toEqual({
      r: { o: [{ l: ['1', '2'] }, { l: ['3'], m: ['x'] }] },
    })
  })

  test('without a selector, one row alone is not taken for anything else', async () => {
    const one = answer('text/xml', '<feed><item>1</item></feed>')
    expect(await failure(one, { type: 'auto' }, {})).toMatchObject({
      code: 'selector_missing',
      hint: expect.stringContaining('e.g. feed.item;'),
    })
    const two = answer('text/xml', '<feed><item>1</item><item>2</item></feed>')
    expect(await read(two, { type: 'auto' }, {})).toBe('{"feed":{"item":["1","2"]}}')
    expect(await read(one, { type: 'auto' }, { selector: '$["feed"]["item"]' })).toBe('{"feed":{"item":"1"}}')
  })

  test('an empty element on the way to the rows holds none', async () => {
    const selector = 'r.items.item'
    expect(await read(answer('text/xml', '<r><items/></r>'), { type: 'auto' }, { selector })).toBe(
      '{"r":{"items":{"item":[]}}}',
    )
    expect(await read(answer('text/xml', '<r><n>0</n></r>'), { type: 'auto' }, { selector })).toBe('{"r":{"n":"0"}}')
  })

  test.for([
    ['<r><a></r>', 'invalid_xml', 'line 1'],
    ['<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><r>&b;</r>', 'xml_entities', 'entities of its own'],
  ] as const)('%s is refused', async ([body, code, message]) => {
    expect(await failure(answer('text/xml', body))).toMatchObject({ code, message: expect.stringContaining(message) })
  })
})

test('a broken line of JSON lines is named by its number', async () => {
  expect(await failure(answer('application/x-ndjson', '{"a":1}\n\n{"a":'))).toMatchObject({
    code: 'invalid_json',
    message: 'https://api.example.com/x?api_key=*** answered with JSON lines of which line 3 is broken or cut off',
  })
  expect(await failure(answer('application/x-ndjson', '{"a":1}\n{"a":2} {"a":3}'))).toMatchObject({
    message: expect.stringContaining('line 2'),
  })
})
