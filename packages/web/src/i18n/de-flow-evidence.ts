/** German for what is shown to whoever decides the publication of a flow. */
export const deFlowEvidence: Record<string, string> = {
  'A new flow': 'Ein neuer Ablauf',
  'Back to v{{version}}: what changes against v{{base}}': 'Zurück zu v{{version}}: was sich gegenüber v{{base}} ändert',
  'Show the flow': 'Ablauf zeigen',
  'It does what the newest version does.': 'Er tut, was die neueste Version tut.',
  Content: 'Inhalt',
  'No case is saved with this flow.': 'Bei diesem Ablauf ist kein Fall gespeichert.',
  'What the checks say': 'Was die Prüfung sagt',
  'No dead ends, nothing missing, nothing unbounded.': 'Keine Sackgassen, nichts fehlt, nichts ist unbegrenzt.',
  'Runs under way': 'Laufende Läufe',
  'No run followed an older version when this was asked for.':
    'Als dies beantragt wurde, folgte kein Lauf einer älteren Version.',
  'on its way': 'unterwegs',
  '“{{from}}” goes on at “{{to}}”': '„{{from}}“ geht bei „{{to}}“ weiter',
  'They stay in the version that they follow.': 'Sie bleiben in der Version, der sie folgen.',
  'They are moved to the new version where they wait.':
    'Sie werden dort, wo sie warten, in die neue Version überführt.',
  'They are stopped and begin anew in the new version.':
    'Sie werden beendet und beginnen in der neuen Version von vorn.',
};
