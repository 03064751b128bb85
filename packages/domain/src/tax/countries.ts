/** Countries and territories by ISO 3166-1 alpha-2. */
export const countryCodes: readonly string[] = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK ' +
  'CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS ' +
  'GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV ' +
  'LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM ' +
  'PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR ' +
  'TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ');

/** The United States and what belongs to it: their residents give Form W-9, not a Form W-8. */
export const usStates: readonly string[] = (
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX ' +
  'UT VT VA WA WV WI WY AS GU MP PR VI AA AE AP'
).split(' ');

/**
 * Countries with an income tax treaty with the United States that is in force for withholding (Treasury's table of treaties, as of
 * 2026). Not there: Hungary (ended 2024), Russia and Belarus (suspended 2024).
 */
export const treatyCountries: ReadonlySet<string> = new Set(
  (
    'AM AU AT AZ BD BB BE BG CA CL CN CY CZ DK EG EE FI FR GE DE GR IS IN ID IE IL IT JM JP KZ KR KG LV LT LU MT MD MX MA NL NZ NO PK PH ' +
    'PL PT RO SK SI ZA ES LK SE CH TJ TH TT TN TR TM UA GB UZ VE'
  ).split(' '),
);
