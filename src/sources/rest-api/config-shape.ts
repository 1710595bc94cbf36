import {
  anything,
  boolean,
  callable,
  either,
  integer,
  listOf,
  mapOf,
  nothing,
  number,
  object,
  type Shape,
  secret,
  text,
  words,
} from './shape.ts'

const optionalText = either(text, nothing)
const optionalInteger = either(integer, nothing)
const keys = either(text, listOf(text), nothing)

const rateLimit = object({ requests: number, per: number, burst: number }, { required: ['requests', 'per'] })

/** What is looked up in the user's configuration. */
export const setting = object({ field: text })
/** A secret itself, or the name under which `[sources.<name>]` has it. */
const credential = either({ kind: 'typed', alone: false, types: { setting } }, secret)

const auth = either(
  {
    kind: 'typed',
    alone: true,
    default: 'bearer',
    types: {
      bearer: object({ token: credential }),
      api_key: object({ apiKey: credential, name: text, location: words('header', 'query', 'param', 'cookie') }),
      http_basic: object({ username: credential, password: credential }),
      oauth2_client_credentials: object({
        accessTokenUrl: text,
        clientId: credential,
        clientSecret: credential,
        accessTokenRequestData: mapOf(anything),
        defaultTokenExpiration: integer,
        accessToken: secret,
        clientAuth: words('body', 'basic'),
        refreshToken: secret,
      }),
      jwt: object({
        clientId: credential,
        privateKey: credential,
        privateKeyPassphrase: either(secret, nothing),
        authEndpoint: text,
        scopes: either(text, listOf(text), nothing),
        headers: either(mapOf(secret), nothing),
        defaultTokenExpiration: integer,
      }),
    },
  },
  { kind: 'value', method: 'apply', called: 'an auth' },
  callable,
  nothing,
)

const stopRules = {
  stopAfterEmptyPage: boolean,
  hasMorePath: optionalText,
  hasMoreHeader: optionalText,
  stopOnShortPage: boolean,
  maximumPages: optionalInteger,
  repeatedPage: words('error', 'stop', 'accept'),
}
const sizedRules = { ...stopRules, pageSize: optionalInteger, totalItemsPath: optionalText }
const cursorPlace = { cursorParam: text, cursorBodyPath: text, cursorHeader: text }
const jsonLink = object({ nextUrlPath: text, keepParams: boolean, ...sizedRules })

const paginator = either(
  {
    kind: 'typed',
    alone: true,
    types: {
      auto: object({}),
      single_page: object({}),
      json_link: jsonLink,
      json_response: jsonLink,
      header_link: object({ linksNextKey: text, keepParams: boolean, ...sizedRules }),
      header_cursor: object({ cursorKey: text, ...cursorPlace, ...sizedRules }),
      cursor: object({ cursorPath: text, ...cursorPlace, ...sizedRules }),
      offset: object(
        {
          limit: integer,
          offset: integer,
          offsetParam: text,
          offsetBodyPath: text,
          limitParam: text,
          limitBodyPath: text,
          maximumOffset: optionalInteger,
          totalPath: optionalText,
          ...stopRules,
        },
        { required: ['limit'] },
      ),
      page_number: object({
        basePage: integer,
        page: integer,
        pageParam: text,
        pageBodyPath: text,
        maximumPage: optionalInteger,
        totalPath: optionalText,
        ...sizedRules,
      }),
    },
  },
  { kind: 'value', method: 'next', called: 'a paginator' },
  nothing,
)

const incrementalKeys: Readonly<Record<string, Shape>> = {
  cursorPath: text,
  initialValue: anything,
  endValue: anything,
  lastValueFunc: words('max', 'min'),
  primaryKey: keys,
  rowOrder: either(words('asc', 'desc'), nothing),
  lag: either(number, nothing),
  onCursorValueMissing: words('raise', 'include', 'exclude'),
  rangeStart: words('open', 'closed'),
  rangeEnd: words('open', 'closed'),
  perParent: either(text, callable),
  allowExternalSchedulers: boolean,
  startParam: text,
  endParam: text,
  convert: callable,
}

const param = either(
  {
    kind: 'typed',
    alone: false,
    types: {
      resolve: object({ resource: text, field: text }, { required: ['resource', 'field'] }),
      incremental: object(incrementalKeys),
      setting,
    },
  },
  listOf(anything),
  secret,
  number,
  boolean,
  nothing,
)

const plain = object({})
const responseFormat: Shape = {
  kind: 'typed',
  alone: true,
  types: {
    auto: plain,
    json: plain,
    ndjson: plain,
    csv: object({ delimiter: text, encoding: text, header: listOf(text), types: words('infer', 'text') }),
    xml: object({ lists: listOf(text), attributePrefix: text }),
  },
}

const endpoint = object({
  path: optionalText,
  method: words('GET', 'POST'),
  params: either(mapOf(param), nothing),
  json: anything,
  data: anything,
  headers: either(mapOf(anything), nothing),
  paginator,
  dataSelector: optionalText,
  dataSelectorRequired: boolean,
  responseActions: either(
    listOf(object({ statusCode: either(integer, text), content: text, action: either(text, nothing) })),
    nothing,
  ),
  incremental: either(object(incrementalKeys), nothing),
  auth,
  concurrency: optionalInteger,
  responseFormat,
  rateLimit: either(rateLimit, nothing),
  conditional: either(boolean, words('first_page')),
})

const columnHint = object(
  {
    name: text,
    dataType: text,
    nullable: boolean,
    precision: optionalInteger,
    scale: optionalInteger,
    timezone: boolean,
    description: text,
    primaryKey: boolean,
    mergeKey: boolean,
    unique: boolean,
    sort: boolean,
    partition: boolean,
    cluster: boolean,
    hardDelete: boolean,
    dedupSort: words('asc', 'desc'),
    incremental: boolean,
    rowKey: boolean,
    parentKey: boolean,
    rootKey: boolean,
    variant: boolean,
  },
  { extensible: true },
)
const columns = either(listOf(columnHint), mapOf(columnHint), nothing)
// The options of a disposition are checked where hints are turned into tables.
const writeDisposition = either(words('append', 'replace', 'merge', 'skip'), mapOf(anything), nothing)

const resourceKeys: Readonly<Record<string, Shape>> = {
  includeFromParent: either(listOf(text), nothing),
  row: { kind: 'value', method: '~standard', called: 'a Standard Schema' },
  processingSteps: either(listOf(object({ filter: callable, map: callable, yieldMap: callable })), nothing),
  selected: boolean,
  parallelized: boolean,
  maxTableNesting: optionalInteger,
  pageLog: boolean,
  tableName: either(text, callable, nothing),
  parentTableName: optionalText,
  writeDisposition,
  primaryKey: keys,
  mergeKey: keys,
  columns,
  schemaContract: anything,
  quarantine: boolean,
  widen: boolean,
  tableFormat: optionalText,
  fileFormat: optionalText,
  references: anything,
  nestedHints: either(
    mapOf(
      object(
        { columns, primaryKey: keys, mergeKey: keys, writeDisposition, references: anything },
        { extensible: true },
      ),
    ),
    nothing,
  ),
}

/** The one table of what a configuration may hold; checking and translating both walk along it. */
export const configShape = object(
  {
    client: object(
      {
        baseUrl: text,
        headers: either(mapOf(secret), nothing),
        auth,
        paginator,
        timeoutSeconds: number,
        maxAttempts: integer,
        backoffSeconds: number,
        maxRetryDelaySeconds: number,
        maxPageBytes: integer,
        rateLimit,
        trustedHosts: listOf(text),
        totalTimeoutSeconds: number,
        maxConcurrent: integer,
        rateLimitHeaders: boolean,
        retry: object({ statuses: listOf(integer), budget: integer }),
        proxy: secret,
        caFile: text,
        certFile: text,
        keyFile: text,
        keyPassphrase: secret,
        fetch: callable,
      },
      { required: ['baseUrl'] },
    ),
    resourceDefaults: either(
      object({ ...resourceKeys, endpoint: either(endpoint, nothing) }, { extensible: true }),
      nothing,
    ),
    resources: listOf(
      either(
        text,
        object(
          { name: text, endpoint: either(text, endpoint, nothing), ...resourceKeys },
          { required: ['name'], extensible: true },
        ),
        { kind: 'value', method: 'open', called: 'a resource' },
      ),
    ),
  },
  { required: ['client', 'resources'] },
)
