// A real Google client for Node, driven from outside: one command, as JSON, a line of standard input; its result, as
// JSON, a line of standard output. Used by tests/clients/real_clients.py. Its argument names the package:
// @googleapis/calendar, or googleapis, which has every API of Google in it.
//
//   {"connect": {person, rootUrl, tokenUrl, clientId, clientSecret, credentials}}   make a person's client
//   {"discover": {person, url}}                     make it anew, of a description of the service (googleapis alone)
//   {"call": {person, method, parameters, headers}}                                 call it, such as "events.list"
//
// Nothing of the client is replaced. It fetches with the fetch it would take by itself; what came is kept beside, byte
// for byte, because the client hands on only what it made of it.

import { createInterface } from 'node:readline';

import fetch, { Response } from 'node-fetch';

const loaded = await import(process.argv[2]);
const google = loaded.google ?? loaded;
const users = new Map();
const clients = new Map();
let answers = [];

async function watchedFetch(url, options) {
  const response = await fetch(url, options);
  const body = Buffer.from(await response.arrayBuffer());
  const { status, statusText, headers } = response;
  const method = options.method ?? 'GET';
  answers.push({ method, url: String(url), status, headers: Object.fromEntries(headers), body: body.toString('base64') });
  return new Response(body.length ? body : null, { url: response.url, status, statusText, headers });
}

function connect({ person, rootUrl, tokenUrl, clientId, clientSecret, credentials }) {
  const endpoints = { oauth2TokenUrl: tokenUrl };
  // Without its option forceRefreshOnFailure the client believes its own clock and not a 401; a session's clock moves.
  const user = new google.auth.OAuth2({ clientId, clientSecret, endpoints, forceRefreshOnFailure: true });
  user.setCredentials(credentials);
  users.set(person, user);
  clients.set(person, google.calendar({ version: 'v3', auth: user, rootUrl, fetchImplementation: watchedFetch }));
  return {};
}

async function discover({ person, url }) {
  const options = { auth: users.get(person), fetchImplementation: watchedFetch };
  clients.set(person, await google.discoverAPI(url, options));
  return {};
}

async function call({ person, method, parameters, headers }) {
  const [noun, verb] = method.split('.');
  try {
    // A client made of a description takes a second argument for a callback.
    const options = Object.keys(headers).length ? [{ headers }] : [];
    const response = await clients.get(person)[noun][verb](parameters, ...options);
    return { status: response.status, data: response.data };
  } catch (error) {
    if (error.response === undefined) throw error;
    return { error: { status: error.status, message: error.message, data: error.response.data } };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const [[name, what]] = Object.entries(command);
  const result = await { connect, discover, call }[name](what);
  process.stdout.write(`${JSON.stringify({ ...result, answers })}\n`);
  answers = [];
}
