import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** What a device with a passkey answers; each part can be made wrong. */
type Wishes = {
  readonly origin: string;
  readonly host: string;
  /** Whether its owner showed a finger, face or PIN. */
  readonly isOwnerKnown?: boolean;
};

/** A device that makes and uses one passkey (ES256, no attestation), as WebAuthn level 2 says. */
export class Device {
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = randomBytes(16);
  counter: number;

  /** 0: a passkey that is meant to be on several devices, which do not count. */
  constructor(counter = 0) {
    this.counter = counter;
  }

  register(challenge: string, wishes: Wishes): object {
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' });
    const key = Buffer.concat([
      // A map of five: EC2, ES256, P-256, x and y.
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
    const length = Buffer.from([0, this.id.length]);
    const data = Buffer.concat([this.#data(wishes, 0x40), Buffer.alloc(16), length, this.id, key]);
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ]);
    return this.#answer({
      clientDataJSON: clientData('webauthn.create', challenge, wishes).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    });
  }

  prove(challenge: string, wishes: Wishes): object {
    if (this.counter > 0) this.counter += 1;
    const client = clientData('webauthn.get', challenge, wishes);
    const data = this.#data(wishes, 0);
    const hash = createHash('sha256').update(client).digest();
    return this.#answer({
      clientDataJSON: client.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: sign('sha256', Buffer.concat([data, hash]), this.#keys.privateKey).toString(
        'base64url',
      ),
    });
  }

  #answer(response: object): object {
    const id = this.id.toString('base64url');
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response };
  }

  #data({ host, isOwnerKnown = true }: Wishes, more: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = 0x01 | (isOwnerKnown ? 0x04 : 0) | more;
    return Buffer.concat([
      createHash('sha256').update(host).digest(),
      Buffer.from([flags]),
      counter,
    ]);
  }
}

function clientData(type: string, challenge: string, { origin }: Wishes): Buffer {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
}
