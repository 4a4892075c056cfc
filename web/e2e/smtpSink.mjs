// A mail server that takes every letter and keeps it: enough of RFC 5321 for a real client.
import { createServer } from 'node:net';
import { eventually } from './harness.mjs';

export async function smtpSink() {
  const letters = [];
  const server = createServer((socket) => {
    let data = null;
    let buffer = '';
    const say = (line) => socket.write(`${line}\r\n`);
    say('220 sink.test ESMTP');
    socket.setEncoding('utf8');
    socket.on('error', () => {});
    socket.on('data', (piece) => {
      buffer += piece;
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (data !== null) {
          if (line === '.') {
            letters.push(read(data));
            data = null;
            say('250 2.0.0 kept');
          } else data += `${line}\n`;
        } else answer(line, say, socket, () => (data = ''));
      }
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    port: server.address().port,
    letters,
    /** The first letter to an address whose text matches. */
    letter: (to, pattern) =>
      eventually(`a letter to ${to}`, () => letters.find((l) => l.head.includes(to) && pattern.test(l.text))),
    stop: () => new Promise((done) => server.close(done)),
  };
}

function answer(line, say, socket, begin) {
  const word = line.slice(0, 4).toUpperCase();
  if (word === 'EHLO') {
    say('250-sink.test');
    say('250-8BITMIME');
    say('250 SMTPUTF8');
  } else if (word === 'DATA') {
    begin();
    say('354 go on');
  } else if (word === 'QUIT') {
    say('221 bye');
    socket.end();
  } else say('250 2.0.0 ok');
}

/** Head and the plain part of a letter, decoded. */
function read(raw) {
  const cut = raw.indexOf('\n\n');
  const plain = /Content-Type: text\/plain[\s\S]*?\n\n([\s\S]*?)\n--/.exec(raw)?.[1] ?? raw.slice(cut + 2);
  return { head: raw.slice(0, cut), text: quoted(plain), raw };
}

function quoted(text) {
  const bytes = text
    .replace(/=\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
