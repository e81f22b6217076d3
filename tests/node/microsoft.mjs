// Microsoft's Graph client for Node, driven from outside: one command, as JSON, a line of standard input; its result, as
// JSON, a line of standard output. Used by tests/clients/graph_clients.py. Its argument is the base URL, without a version.
//
//   {"connect": {person, token}}                                make a person's client
//   {"call": {person, method, path, query, headers, body}}      call it
//   {"pages": {person, path, query, headers}}                   follow the pages with PageIterator; what came, in order
//   {"batch": {person, requests}}                               send Request objects with BatchRequestContent
//
// Nothing of the client is replaced. It believes a host by `customHosts`, and sends tokens over TLS only.

import { createInterface } from 'node:readline';

import { BatchRequestContent, BatchResponseContent, Client, PageIterator } from '@microsoft/microsoft-graph-client';

const baseUrl = process.argv[2];
const customHosts = new Set([new URL(baseUrl).hostname]);
const clients = new Map();
let answers = [];

// What came is kept beside, byte for byte: the client hands on only what it made of it.
const fetchOnce = globalThis.fetch;
globalThis.fetch = async (input, options) => {
  const response = await fetchOnce(input, options);
  const body = Buffer.from(await response.arrayBuffer());
  const { status, statusText, headers } = response;
  const method = options?.method ?? input.method ?? 'GET';
  const sent = typeof options?.body === 'string' ? options.body : '';
  const url = typeof input === 'string' ? input : input.url;
  answers.push({ method, url, sent, status, headers: Object.fromEntries(headers), body: body.toString('base64') });
  return new Response(body.length ? body : null, { status, statusText, headers });
};

function connect({ person, token }) {
  const authProvider = (done) => done(null, token);
  clients.set(person, Client.init({ authProvider, baseUrl, customHosts }));
  return {};
}

function request({ person, path, query = {}, headers = {} }) {
  const made = clients.get(person).api(path).query(query);
  return made.headers(headers);
}

async function call(asked) {
  const made = request(asked);
  try {
    const data = await made[asked.method](...(asked.body === undefined ? [] : [asked.body]));
    return { data: data ?? null };
  } catch (error) {
    return { error: { status: error.statusCode, code: error.code, message: error.message } };
  }
}

async function pages(asked) {
  const found = [];
  const first = await request(asked).get();
  const iterator = new PageIterator(clients.get(asked.person), first, (item) => { found.push(item); return true; }, {
    headers: asked.headers ?? {},
  });
  await iterator.iterate();
  return { data: { found, deltaLink: iterator.getDeltaLink() ?? null } };
}

async function batch({ person, requests }) {
  const steps = requests.map(({ id, method, url, body, dependsOn }) => ({
    id,
    dependsOn,
    request: new Request(new URL(url, baseUrl), { // the client takes host and scheme off, but no version
      method,
      headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    }),
  }));
  const content = await new BatchRequestContent(steps).getContent();
  const answer = new BatchResponseContent(await clients.get(person).api('/$batch').post(content));
  const data = {};
  for (const { id } of requests) {
    const part = answer.getResponseById(id);
    const text = await part.text();
    data[id] = { status: part.status, body: text ? JSON.parse(text) : null };
  }
  return { data };
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  const [[name, what]] = Object.entries(command);
  const result = await { connect, call, pages, batch }[name](what);
  process.stdout.write(`${JSON.stringify({ ...result, answers })}\n`);
  answers = [];
}
