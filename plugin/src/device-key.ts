import { base64Url, fromBase64Url } from "./encoding";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256" } as const;

/** A new key pair whose private half never leaves the browser. */
export async function makeKey(): Promise<CryptoKeyPair> {
  return await crypto.subtle.generateKey(ALGORITHM, false, ["sign", "verify"]);
}

/** SubjectPublicKeyInfo in base64url. */
export async function publicText(key: CryptoKey): Promise<string> {
  return base64Url(new Uint8Array(await crypto.subtle.exportKey("spki", key)));
}

/** Proves that the key is held; `subject` is the browser's or the pairing's id. `docs/protocol.md` §4. */
export async function sign(key: CryptoKey, bridgeId: string, subject: string, challenge: string): Promise<string> {
  const text = new TextEncoder().encode(`stoflow.v1\n${bridgeId}\n${subject}\n${challenge}`);
  return base64Url(new Uint8Array(await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, key, text)));
}

/** 32 fresh bytes that the other side must sign. */
export const newChallenge = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

/**
 * Whether the bridge proved that it holds the key it gave at the pairing. Any program of this machine can listen at its address while it is
 * away, and would otherwise be obeyed. `docs/protocol.md` §4.
 */
export async function isProof(
  bridgeKey: string, proof: string | null | undefined, bridgeId: string, browserId: string, hello: string, challenge: string,
): Promise<boolean> {
  if (!proof) return false;
  try {
    const key = await crypto.subtle.importKey("spki", fromBase64Url(bridgeKey), ALGORITHM, false, ["verify"]);
    const text = new TextEncoder().encode(`stoflow.v1.bridge\n${bridgeId}\n${browserId}\n${hello}\n${challenge}`);
    return await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, fromBase64Url(proof), text);
  } catch {
    return false;
  }
}
