/** Reasons for which leads are rejected, as people choose and read them; any other code is shown in its own words. */
export const rejectReasons: Readonly<Record<string, string>> = {
  duplicate: 'known already',
  free_mail: 'free mail address',
  out_of_segment: 'outside the target segment',
  not_reachable: 'cannot be reached',
  self_referral: 'referred themselves',
  not_valid: 'not a valid lead',
};

export function reasonWord(reason: string): string {
  return rejectReasons[reason] ?? reason.replaceAll(/[._]/g, ' ');
}
