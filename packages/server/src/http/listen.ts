import type { Server } from 'node:http';

/** Another program listens where we should. The message says so, and what to do, to a person. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';

  constructor(port: number) {
    super(`Port ${port} is in use. Stop the other program or start with --port ${port + 1}.`);
  }
}

/** Begins to listen; port 0 takes a free one. Answers with the port, or throws `PortTaken`. */
export async function listen(server: Server, host: string, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new PortTaken(port) : error),
    );
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}
