// faults_tools.mjs - faults in the command line: files, options, formats, training runs.
export default {
  'tools/io/files.c': { suites: 'files node/cli/cli_bad_input.test.mjs node/cli/write_faults.test.mjs', faults: [
    ['a file not synced', 'return fsync(file);', 'return 0;'],
    ['a directory not synced', 'if (replaced) sync_directory(files[0].path);', ''],
    ['a rename not synced', '    sync_directory(to);\n', ''],
    ['a tail of the file before', 'if (same && !busy && ftruncate(file, 0) == 0) return file;', 'if (same && !busy) return file;'],
    ['links followed', 'O_WRONLY | O_CREAT | O_NOFOLLOW', 'O_WRONLY | O_CREAT'],
    ['temporary files left', 'if (set[i].file >= 0 && i >= replaced) (void)unlink(set[i].temporary);', ''],
    ['replaced before all are written', 'while (ready == n && replaced < n &&', 'while (replaced < ready &&'],
    ['no lock of the file', 'flock(file, LOCK_EX | LOCK_NB) != 0', '0'],
    ['no lock of the directory', 'if (flock(*lock, LOCK_EX | LOCK_NB) != 0 &&', 'if (0 &&'],
    ['dead files kept', '    remove_temporaries(path);\n    return 0;', '    return 0;'],
    ['memory asked for half-way', 'for (size_t i = 0; i < n; i++) name_temporary(&set[i], &files[i]);\n    while (ready < n && stage(', 'while (ready < n && (name_temporary(&set[ready], &files[ready]), 1) && stage('],
    ['devices replaced', 'if (stat(files[i].path, &about) == 0 && !S_ISREG(about.st_mode))', 'if (0)'],
  ] },
  'tools/io/reader.c': { suites: 'files data_files', faults: [
    ['no limit', 'if (r->given <= r->limit) return 0;', 'return 0;'],
    ['a limit one byte lower', 'if (r->given <= r->limit) return 0;', 'if (r->given < r->limit) return 0;'],
    ['a file cut short', 'if (r->z.avail_in == 0 && r->between) break;', 'if (r->z.avail_in == 0) break;'],
    ['the first member alone', 'if (r->between && inflateReset(&r->z) != Z_OK) return damaged(r, error);', 'if (r->between && r->given) break;'],
  ] },
  'tools/io/bytes.c': { suites: 'files data_files', faults: [
    ['no NUL at the end', "text->data[text->length] = '\\0';", ''],
  ] },
  'tools/io/strokes.c': { suites: 'data_files fuzz_ndjson', faults: [
    ['unequal arrays', 'json_array_size(y) != n) {', '0) {'],
    ['points without a limit', 'if (*points + n > TOOL_MAX_POINTS) {', 'if (0) {'],
    ['coordinates without a limit', '!(fabs(vx) < 1e6 && fabs(vy) < 1e6)', '0'],
    ['half of a file kept', '    if (status != 0) forget(set, before);\n    free(text);', '    free(text);'],
    ['lines without a limit', 'if (length > TOOL_MAX_LINE) {', 'if (0) {'],
    ['lines counted from 0', '        at->line++;\n        status = add_line(set, line, end, at);', '        status = add_line(set, line, end, at);\n        at->line++;'],
  ] },
  'tools/io/dataio.c': { suites: 'data_files node/cli/cli_bad_input.test.mjs', faults: [
    ['labels of another number', 'if (images->dims[0] != labels->dims[0])', 'if (0)'],
    ['images of another size', '} else if (rank == 3 && (out->dims[1] != HWR_SIDE || out->dims[2] != HWR_SIDE)) {', '} else if (0) {'],
    ['swapped files', '} else if (out->rank != rank) {', '} else if (0) {'],
  ] },
  'tools/options.c': { suites: 'options', faults: [
    ['digits before letters', 'if (end == value || *end || errno ||', 'if (end == value || errno ||'],
    ['nothing is 0', 'if (end == value || *end || errno ||', 'if (*end || errno ||'],
    ['no lower bound', '(double)number < option->low ||', ''],
    ['no upper bound', '(double)number > option->high) {', '0) {'],
    ['NaN in bounds', '!isfinite(number) || number < option->low ||', 'number < option->low ||'],
    ['a share past its bound', 'number > option->high) {\n        return tool_usage_error(usage, "%s wants a number', '0) {\n        return tool_usage_error(usage, "%s wants a number'],
    ['names cut short', 'strlen(options[i].name) == length && strncmp', 'strncmp'],
    ['flags with values', 'if (option->kind == TOOL_FLAG && value) {', 'if (0) {'],
    ['what is needed missing', 'if (options[i].required && !given[i]) {', 'if (0) {'],
    ['lists without end', 'if (list->n == TOOL_LIST_MAX) {', 'if (list->n == TOOL_LIST_MAX + 1) {'],
  ] },
  'tools/io/safetensors.c': { suites: 'node/cli/cli_bad_input.test.mjs', faults: [
    ['values of any size', 'if (!(value >= t->least && value <= largest))', 'if (0)'],
    ['negative variances', '.least = i == VARIANCE ? 0 : -largest', '.least = -largest'],
    ['tensors past the end', '|| (size_t)to > length ||', '||'],
  ] },
  'tools/io/png.c': { suites: 'node/cli/cli.test.mjs', faults: [
    ['damaged pictures taken', 'if (!png_image_finish_read(image, NULL, out->rgba, 0, NULL)) {', 'if (!png_image_finish_read(image, NULL, out->rgba, 0, NULL) && 0) {'],
  ] },
  'tools/training/train_run.c': { suites: 'node/cli/write_faults.test.mjs', faults: [
    ['a run over another one', 'if (!s->run->resume && (access', 'if (0 && (access'],
  ] },
};
