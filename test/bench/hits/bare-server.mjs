// The least that has to be done for an image: the limit of the machine, with Node's own server and nothing behind it.
import { createServer } from 'node:http';

const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==', 'base64');
const HEADERS = {
  'content-type': 'image/gif',
  'content-length': GIF.length,
  'cache-control': 'no-store, max-age=0',
};

const server = createServer((request, response) => {
  response.writeHead(200, HEADERS);
  response.end(GIF);
});
server.listen(Number(process.argv[2]), 'localhost', () => process.stdout.write('is ready\n'));
