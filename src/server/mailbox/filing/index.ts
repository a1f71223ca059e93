export { beginning, fileItem, type FilingFolders } from './file-item';
