/** German of rates of exchange. */
export const deCurrencies: Record<string, string> = {
  '{{count}} are here already._one': '{{count}} ist schon da.',
  '{{count}} are here already._other': '{{count}} sind schon da.',
  '{{count}} days old_one': '{{count}} Tag alt',
  '{{count}} days old_other': '{{count}} Tage alt',
  '{{count}} lines are not taken; nothing that is here is changed:_one':
    '{{count}} Zeile wird nicht übernommen; was da ist, bleibt, wie es ist:',
  '{{count}} lines are not taken; nothing that is here is changed:_other':
    '{{count}} Zeilen werden nicht übernommen; was da ist, bleibt, wie es ist:',
  '{{count}} rates were added._one': '{{count}} Kurs wurde hinzugefügt.',
  '{{count}} rates were added._other': '{{count}} Kurse wurden hinzugefügt.',
  '{{count}} rates would be added._one': '{{count}} Kurs käme hinzu.',
  '{{count}} rates would be added._other': '{{count}} Kurse kämen hinzu.',
  'A rate counts for {{count}} days; between two currencies without one, it is crossed over {{base}}._one':
    'Ein Kurs gilt {{count}} Tag; zwischen zwei Währungen ohne Kurs wird über {{base}} gerechnet.',
  'A rate counts for {{count}} days; between two currencies without one, it is crossed over {{base}}._other':
    'Ein Kurs gilt {{count}} Tage; zwischen zwei Währungen ohne Kurs wird über {{base}} gerechnet.',
  'CSV with the columns from, to, date, rate; or the European Central Bank’s XML file.':
    'CSV mit den Spalten from, to, date, rate; oder die XML-Datei der Europäischen Zentralbank.',
  'A rate counts for so many days': 'Ein Kurs gilt so viele Tage',
  'Choose a file': 'Datei wählen',
  Day: 'Tag',
  'European Central Bank': 'Europäische Zentralbank',
  'Fetched every day from the European Central Bank.': 'Täglich von der Europäischen Zentralbank geholt.',
  File: 'Datei',
  'From → to': 'Von → in',
  Import: 'Einlesen',
  'Import rates': 'Kurse einlesen',
  'Import rates…': 'Kurse einlesen …',
  'It counts for that day in place of the one that is there. What was converted keeps its rate.':
    'Er gilt an diesem Tag anstelle des vorhandenen. Was umgerechnet ist, behält seinen Kurs.',
  'Kept in the audit log, with the rate before.': 'Steht im Protokoll, mit dem Kurs davor.',
  'Last fetched': 'Zuletzt geholt',
  'Line {{line}}': 'Zeile {{line}}',
  'Only rates that are imported or set by hand.': 'Nur eingelesene und von Hand gesetzte Kurse.',
  Rate: 'Kurs',
  Rates: 'Kurse',
  'Rates come from': 'Kurse kommen aus',
  'imports and by hand': 'Dateien und von Hand',
  'the European Central Bank, daily': 'der Europäischen Zentralbank, täglich',
  'Set a rate': 'Kurs setzen',
  'Set a rate…': 'Kurs setzen …',
  'Set the rate': 'Kurs setzen',
  'The last fetch brought something to look at: {{error}} Rates that are here stay.':
    'Beim letzten Holen ist etwas aufgefallen: {{error}} Vorhandene Kurse bleiben.',
  'There are no rates. An order in another currency waits until the rate of its day is here.':
    'Es gibt keine Kurse. Eine Bestellung in anderer Währung wartet, bis der Kurs ihres Tages da ist.',
  'What 1 {{from}} is worth': 'Was 1 {{from}} wert ist',
  today: 'heute',
  'by hand, {{name}}': 'von Hand, {{name}}',
  'imported, {{name}}': 'eingelesen, {{name}}',
};
