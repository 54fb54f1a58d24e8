// Sends 500 messages of 0 to 200,000 bytes with the npm package ws, offering compression, and checks that each comes
// back as it was, in order; then a ping, then a close. Ends with 0 when all was right.
// Usage: node client.cjs FOLDER_OF_NODE_MODULES URL
'use strict';
const WebSocket = require(process.argv[2] + '/ws');

const MESSAGES = 500;
const deadline = setTimeout(() => fail('not done in time'), 30000);
const socket = new WebSocket(process.argv[3], { perMessageDeflate: true });
let received = 0;

function fail(why) {
  console.error(why);
  process.exit(1);
}

function message(n) {
  const bytes = Buffer.alloc(n < 300 ? n : (n * 7919) % 200000);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (i * 31 + n) & 0xff;
  return n % 2 ? bytes.toString('hex') : bytes;
}

socket.on('error', error => fail(error.message));
socket.on('open', () => {
  console.log(socket.extensions);
  for (let n = 0; n < MESSAGES; n++) socket.send(message(n));
});
socket.on('message', (data, binary) => {
  const expected = message(received);
  const same = binary ? data.equals(expected) : data.toString() === expected;
  if (binary !== Buffer.isBuffer(expected) || !same) fail(`message ${received} came back changed`);
  received++;
  if (received === MESSAGES) socket.ping('are you there');
});
socket.on('pong', data => {
  console.log(`${received} messages, pong: ${data}`);
  socket.close(4001, 'done');
});
socket.on('close', (code, reason) => {
  if (code !== 4001) fail(`closed ${code} ${reason}`);
  console.log(`closed ${code} ${reason}`);
  clearTimeout(deadline);
});
