/** Why something of a workflow or a task is refused. */
export const workflows = {
  'There is no such workflow.': 'Diesen Workflow gibt es nicht.',
  'There is nobody in this workflow with whom this can be done.':
    'In diesem Workflow ist niemand, bei dem das möglich wäre.',
  'Somebody has changed this workflow meanwhile. Load it again, and make your change there.':
    'Jemand hat diesen Workflow inzwischen geändert. Laden Sie ihn neu, und ändern Sie ihn dort.',
  'There are as many workflows as there may be. Remove one first.':
    'Mehr Workflows sind nicht möglich. Entfernen Sie zuerst einen.',
  'The workflow is not switched on. Switch it on first.':
    'Der Workflow ist nicht eingeschaltet. Schalten Sie ihn zuerst ein.',
  'The workflow does not let this contact in: its filter does not hold for them, or they were in it before.':
    'Der Workflow lässt diesen Kontakt nicht hinein: Sein Filter trifft nicht zu, oder der Kontakt war schon darin.',
  'This workflow cannot run as it is. What is missing stands at its steps.':
    'So kann dieser Workflow nicht laufen. Was fehlt, steht bei seinen Schritten.',
  'This is no definition of a workflow.': 'Das ist keine Beschreibung eines Workflows.',
  'There is no such task.': 'Diese Aufgabe gibt es nicht.',
  'There is no such user in your account.': 'In Ihrem Konto gibt es diese Person nicht.',
};
