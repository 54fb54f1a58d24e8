// A WebSocket echo on a free port of 127.0.0.1 with the npm package ws, compressing; prints the port.
// Usage: node echo-server.cjs FOLDER_OF_NODE_MODULES
'use strict';
const { WebSocketServer } = require(process.argv[2] + '/ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: { threshold: 64 } }, () =>
  console.log(server.address().port));
server.on('connection', socket =>
  socket.on('message', (data, binary) => socket.send(data, { binary })));
