// The certified npm `oidc-provider`, set up as ID-porten is: pushed requests, PKCE S256,
// private_key_jwt, acr and pid. Reads its settings from the first argument, prints its port.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const { folder, client } = JSON.parse(process.argv[2]);
const { Provider } = await import(
  pathToFileURL(`${folder}/node_modules/oidc-provider/lib/index.js`));

const server = createServer((request, response) => handle(request, response));
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: [{
    client_id: "overgang", redirect_uris: [client.callback], response_types: ["code"],
    grant_types: ["authorization_code"], token_endpoint_auth_method: "private_key_jwt",
    token_endpoint_auth_signing_alg: "RS256", id_token_signed_response_alg: "RS256",
    jwks: { keys: [client.key] },
  }],
  acrValues: ["idporten-loa-substantial", "idporten-loa-high"],
  claims: { acr: null, amr: null, openid: ["sub", "pid"] },
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
  },
  pkce: { required: () => true },
  interactions: { url: (_context, interaction) => `/hvem/${interaction.uid}` },
  findAccount: (_context, id) => ({
    accountId: id, claims: async () => ({ sub: id, pid: client.pid }) }),
  loadExistingGrant: async (context) => {
    const grant = new provider.Grant({
      clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
});

const callback = provider.callback();
async function handle(request, response) {
  if (request.url.startsWith("/hvem/")) {
    await provider.interactionFinished(request, response, {
      login: { accountId: "noen", acr: client.acr, amr: ["BankID"] } });
  } else {
    callback(request, response);
  }
}
console.log(server.address().port);
