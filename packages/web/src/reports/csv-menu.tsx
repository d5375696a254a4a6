import { Button, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { separatorsOf } from '../ui/decimal.ts';

const PLAIN = 'separator=comma&decimalMark=point';
/** What a spreadsheet set up for decimal commas opens without asking, as in Finnish. */
const COMMAS = 'separator=semicolon&decimalMark=comma&byteOrderMark=true';
const POINTS = `${PLAIN}&byteOrderMark=true`;

/** The figures as a file: for a spreadsheet as the reader's language has it, or plain. */
export function CsvMenu(props: { path: string; of: string }) {
  const forSpreadsheet = separatorsOf().decimal === ',' ? COMMAS : POINTS;
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={15} aria-hidden />}
          aria-label={`${props.of} as CSV`}
        >
          CSV
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={`${props.path}&${forSpreadsheet}`} download>
          For a spreadsheet in your language
        </Menu.Item>
        <Menu.Item component="a" href={`${props.path}&${COMMAS}`} download>
          With semicolons and decimal commas
        </Menu.Item>
        <Menu.Item component="a" href={`${props.path}&${PLAIN}`} download>
          Plain: commas and decimal points
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
