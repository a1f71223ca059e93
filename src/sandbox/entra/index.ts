export { openConsents } from './consents';
export type { Consents } from './consents';
export { openEntraKeys } from './keys';
export type { EntraKeys } from './keys';
export { servicePrincipalId, TOKEN_LIFETIME, tokenIssuer } from './tokens';
export type { AccessTokenRequest, AppTokenRequest, TokenIssuer } from './tokens';
export { entraRoutes } from './routes';
export { GRAPH, GRAPH_APP_ID } from './scopes';
