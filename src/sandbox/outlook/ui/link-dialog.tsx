import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Field,
  Input,
} from '@fluentui/react-components';
import { useState } from 'react';

interface LinkDialogProps {
  text: string;
  onInsert: (text: string, address: string) => void;
  onCancel: () => void;
}

/** Text and address of a link. */
export function LinkDialog({ text: first, onInsert, onCancel }: LinkDialogProps) {
  const [text, setText] = useState(first);
  const [address, setAddress] = useState('');
  return (
    <Dialog open onOpenChange={(_, { open }) => !open && onCancel()}>
      <DialogSurface aria-label="Insert link">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (address.trim() !== '') onInsert(text.trim() === '' ? address.trim() : text, address.trim());
          }}
        >
          <DialogBody>
            <DialogTitle>Insert link</DialogTitle>
            <DialogContent>
              <Field label="Display as">
                <Input value={text} onChange={(_, { value }) => setText(value)} />
              </Field>
              <Field label="Web address">
                <Input value={address} onChange={(_, { value }) => setAddress(value)} />
              </Field>
            </DialogContent>
            <DialogActions>
              <Button onClick={onCancel}>Cancel</Button>
              <Button type="submit" appearance="primary">
                OK
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
