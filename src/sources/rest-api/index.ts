export type { Auth } from '../../http/auth/auth.ts'
export type { AuthFunction } from '../../http/auth/function-auth.ts'
export type { AuthConfig } from '../../http/auth/registry.ts'
export type { FetchFunction } from '../../http/fetch-transport.ts'
export type { PageView, Paginator, PagingState } from '../../http/paginators/paginator.ts'
export type { PaginatorConfig } from '../../http/paginators/registry.ts'
export type { HttpRequest, HttpResponse } from '../../http/request.ts'
export type {
  ClientConfig,
  EndpointConfig,
  IncrementalConfig,
  ProcessingStep,
  ResourceConfig,
  ResponseAction,
  RestApiConfig,
} from './config.ts'
export type { CustomConfig, CustomKinds } from './custom-kinds.ts'
export { declaredSource } from './declared-source.ts'
export type { PlanTables } from './doctor/check-resource.ts'
export { type CheckOptions, checkRestSource } from './doctor/check-rest-source.ts'
export { type EndpointProbe, type ProbeOptions, probeEndpoint } from './doctor/probe-endpoint.ts'
export type { Advice, ResourceCheck, RestCheck } from './doctor/report.ts'
export { fromSnakeCase } from './from-snake-case.ts'
export type { OpenApiConversion, OpenApiOptions } from './openapi/conversion.ts'
export { openApiToConfig } from './openapi/open-api-to-config.ts'
export { type PaginateOptions, paginate } from './paginate.ts'
export { restApi } from './rest-api.ts'
export { type RestApiSourceConfig, restApiSource } from './rest-api-source.ts'
export {
  createRestClient,
  type PaginateRequest,
  type RestAnswer,
  type RestClient,
  type RestClientConfig,
  type RestRequest,
} from './rest-client.ts'
export type { RestPage } from './rest-page.ts'
export { restResource } from './rest-resource.ts'
