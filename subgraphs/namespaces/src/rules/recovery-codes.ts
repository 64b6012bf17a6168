/** How many an account gets at once. */
export const recoveryCodesCount = 10;

/** Letters and digits that are not taken for others (Crockford's base 32). */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 20;

/** A code of 100 bits as people copy it: four times five letters. @param random  at least 20 bytes of chance */
export function makeRecoveryCode(random: Uint8Array): string {
  if (random.length < length) throw new Error('too little chance was given for a recovery code');
  // 32 divides 256: every letter is as likely as any other.
  const letters = Array.from(random.subarray(0, length), (byte) => alphabet.charAt(byte % 32)).join('');
  return letters.match(/.{5}/g)!.join('-');
}

/** As it is compared, whatever was typed between the letters and however 0, 1 and their look-alikes were read; null when it cannot be a code. */
export function readRecoveryCode(text: string): string | null {
  if (text.length > 60) return null;
  const letters = text.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return letters.length === length && [...letters].every((letter) => alphabet.includes(letter)) ? letters.match(/.{5}/g)!.join('-') : null;
}
