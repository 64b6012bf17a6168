import { readSignatureMaterials } from './carriers.ts';
import { materialToJson } from './material-json.ts';
import { verifyProof } from './proof.ts';
import { parsePublicKey } from './public-key.ts';
import type { Signatures } from './signatures.ts';
import { verifyAttestation, verifySignature } from './verify-signature.ts';

/** Signatures by Cosign key pairs, in both of Cosign's formats. Holds no state. */
export const cosignSignatures: Signatures = {
  verify: verifySignature,
  verifyAttestation,
  readMaterials: readSignatureMaterials,
  toJson: materialToJson,
  readPublicKey: (pem) => {
    const parsed = parsePublicKey(pem);
    return parsed && { algorithm: parsed.algorithm, fingerprint: parsed.fingerprint, publicKeyPem: parsed.publicKeyPem };
  },
  verifyProof,
};
