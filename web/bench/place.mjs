// The ground of the measurements: a real server with an account of its own, or the one at --url, and how to enter it.
import { api, launch, signIn, startServer } from '../e2e/harness.mjs';

const OWNER = { email: 'bench@example.com', password: 'correct horse battery' };

/** A server with one account; `deals` fills it. */
export async function place({ deals = 0, lang = 'ru' } = {}) {
  const server = await startServer({ init: { company: 'Bench', ...OWNER, lang } });
  if (deals > 0) server.run('demo', '--deals', String(deals));
  const token = server.token(OWNER.email);
  return {
    ...server,
    call: (method, path, body) => api(server, token, method, path, body),
    enter: (page) => signIn(page, OWNER),
    speak: (language) => api(server, token, 'PATCH', '/api/v1/me', { language }),
  };
}

export { launch };
