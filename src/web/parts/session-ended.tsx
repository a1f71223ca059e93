import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
} from '@fluentui/react-components';
import { signInAddress, useSessionEnded } from '../session';
import { texts } from '../texts';

/** Over the page of whoever was signed in until now: the only way on. */
export function SessionEnded() {
  const ended = useSessionEnded();
  return (
    <Dialog open={ended} modalType="alert">
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{texts.signIn.ended}</DialogTitle>
          <DialogContent>{texts.signIn.endedAbout}</DialogContent>
          <DialogActions>
            <Button as="a" appearance="primary" href={signInAddress()}>
              {texts.signIn.button}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
