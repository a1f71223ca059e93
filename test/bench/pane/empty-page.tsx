import { Button, FluentProvider, webLightTheme } from '@fluentui/react-components';
import { createRoot } from 'react-dom/client';

// What the pane is measured against: Outlook ready, Fluent's provider, one button.
const element = document.getElementById('pane');
if (!element) throw new Error('pane.html has lost its #pane');
const root = createRoot(element);
void Office.onReady().then(() =>
  root.render(
    <FluentProvider theme={webLightTheme}>
      <Button role="tab">Mailtrail</Button>
    </FluentProvider>,
  ),
);
