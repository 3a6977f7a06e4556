/* Whole files in and out: gzip, limits, atomic writing, and locks. */
#define _POSIX_C_SOURCE 200809L
#include "io/files.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "unit/check.h"
#include "unit/temp_folder.h"

enum { MOST = 1 << 20 };

/* Packs bytes as one gzip member. */
static size_t pack(uint8_t *out, size_t room, const void *bytes, size_t length) {
    z_stream z;
    memset(&z, 0, sizeof z);
    CHECK_INT(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uint8_t *input = malloc(length + 1);
    memcpy(input, bytes, length);
    z.next_in = input;
    z.avail_in = (uInt)length;
    z.next_out = out;
    z.avail_out = (uInt)room;
    CHECK_INT(deflate(&z, Z_FINISH), Z_STREAM_END);
    size_t packed = room - z.avail_out;
    deflateEnd(&z);
    free(input);
    return packed;
}

static void test_reading(void) {
    uint8_t plain[70000], packed[70000];
    for (size_t i = 0; i < sizeof plain; i++) plain[i] = (uint8_t)(i * i >> 7);
    size_t length = pack(packed, sizeof packed, plain, sizeof plain);
    tool_bytes got;
    put("whole.gz", packed, length);
    CHECK_INT(tool_read_file(&got, in_folder("whole.gz"), MOST, &error), 0);
    CHECK_INT(got.length, sizeof plain);
    CHECK(memcmp(got.data, plain, sizeof plain) == 0);
    free(got.data);

    CHECK_INT(tool_read_file(&got, in_folder("whole.gz"), sizeof plain - 1, &error), -1);
    CHECK(says("whole.gz", "unpacks to more than"));
    CHECK_INT(tool_read_file(&got, in_folder("whole.gz"), sizeof plain, &error), 0);
    free(got.data);

    for (size_t cut = 2; cut < length; cut += 1 + cut / 4) {
        put("cut.gz", packed, cut);
        CHECK_INT(tool_read_file(&got, in_folder("cut.gz"), MOST, &error), -1);
        CHECK(says("cut.gz", "cut short at byte"));
        CHECK(got.data == NULL);
    }
    packed[length / 2] ^= 0x40;
    put("bad.gz", packed, length);
    CHECK_INT(tool_read_file(&got, in_folder("bad.gz"), MOST, &error), -1);
    CHECK(says("bad.gz", "gzip file is"));
    packed[length / 2] ^= 0x40;

    size_t second = pack(packed + length, sizeof packed - length, "more", 4);
    put("two.gz", packed, length + second);
    CHECK_INT(tool_read_file(&got, in_folder("two.gz"), MOST, &error), 0);
    CHECK_INT(got.length, sizeof plain + 4);
    CHECK(memcmp(got.data + sizeof plain, "more", 5) == 0);
    free(got.data);
    put("tail.gz", packed, length + 1);
    CHECK_INT(tool_read_file(&got, in_folder("tail.gz"), MOST, &error), -1);
    CHECK_INT(tool_read_file(&got, in_folder("none.gz"), MOST, &error), -1);
    CHECK(says("none.gz", "No such file"));
    CHECK_INT(tool_read_file(&got, folder, MOST, &error), -1);
    CHECK(says(folder, "directory"));
}

/* In place of the system's, to see what is synced. */
static int synced_files, synced_directories;
int fsync(int file) {
    struct stat about;
    CHECK_INT(fstat(file, &about), 0);
    *(S_ISDIR(about.st_mode) ? &synced_directories : &synced_files) += 1;
    return 0;
}

static int holds(const char *name, const char *text) {
    tool_bytes got;
    CHECK_INT(tool_read_file(&got, in_folder(name), MOST, &error), 0);
    int same = got.length == strlen(text) && memcmp(got.data, text, got.length) == 0;
    free(got.data);
    return same;
}

static void test_replacing(void) {
    char a[128], b[128], other[128];
    strcpy(a, in_folder("note"));
    strcpy(b, in_folder("good"));
    strcpy(other, in_folder("missing/note"));
    tool_output files[] = {{a, "1", 1}, {b, "two", 3}, {other, "3", 1}};
    put_text("note", "old");
    put_text("good", "older");
    CHECK_INT(tool_write_files(files, 3, &error), -1);
    CHECK(says("missing/note", "none of 3 files was changed"));
    CHECK(holds("note", "old") && holds("good", "older"));
    CHECK(access(in_folder("note.letters.tmp"), F_OK) != 0);
    CHECK(access(in_folder("good.letters.tmp"), F_OK) != 0);
    synced_files = synced_directories = 0;
    CHECK_INT(tool_write_files(files, 2, &error), 0);
    CHECK(holds("note", "1") && holds("good", "two"));
    CHECK_INT(synced_files, 2);
    CHECK_INT(synced_directories, 1);
    CHECK_INT(tool_rename(a, b, &error), 0);
    CHECK_INT(synced_directories, 2);
    CHECK(holds("good", "1"));
    CHECK_INT(tool_rename(a, b, &error), -1);
    CHECK(says("good", "cannot replace"));
    put_text("note", "");

    /* Another process's temporary file is left alone, a dead one's used or removed. */
    int lock, again;
    strcpy(other, in_folder("note.letters.tmp"));
    int writer = open(other, O_WRONLY | O_CREAT, 0666);
    CHECK_INT(flock(writer, LOCK_EX), 0);
    CHECK_INT(tool_write_file(a, "x", 1, &error), -1);
    CHECK(says("note", "another process is writing it"));
    CHECK_INT(tool_lock_directory(&lock, folder, &error), 0);
    CHECK_INT(access(other, F_OK), 0);
    CHECK_INT(tool_lock_directory(&again, folder, &error), -1);
    CHECK(says(folder, "another process is writing to this directory"));
    close(lock);
    close(writer);
    CHECK_INT(tool_write_file(a, "x", 1, &error), 0);
    CHECK(holds("note", "x") && access(other, F_OK) != 0);
    put_text("note.letters.tmp", "longer than what is written now");
    CHECK_INT(tool_write_file(a, "y", 1, &error), 0);
    CHECK(holds("note", "y"));
    close(open(other, O_WRONLY | O_CREAT, 0666));
    CHECK_INT(tool_lock_directory(&lock, folder, &error), 0);
    CHECK(access(other, F_OK) != 0);
    close(lock);

    /* A link in its place is not followed, and no directory is written over. */
    CHECK_INT(symlink("good", other), 0);
    CHECK_INT(tool_write_file(a, "z", 1, &error), -1);
    CHECK(holds("note", "y") && holds("good", "1"));
    CHECK_INT(unlink(other), 0);
}

/* Text ends with a NUL, whatever its memory held. */
static void test_text(void) {
    tool_text text = {memset(malloc(8), 'x', 8), 0, 8};
    tool_text_bytes(&text, "ab", 2);
    CHECK(strcmp(text.data, "ab") == 0);
    tool_text_add(&text, "%d, and more than there is room for", 7);
    CHECK(strcmp(text.data, "ab7, and more than there is room for") == 0);
    CHECK_INT(text.length, strlen(text.data));
    free(text.data);
}

static void test_writing(void) {
    tool_bytes got;
    put_text("note", "first");
    put_text("note", "second");
    CHECK_INT(tool_read_file(&got, in_folder("note"), MOST, &error), 0);
    CHECK(strcmp((char *)got.data, "second") == 0);
    free(got.data);
    CHECK_INT(tool_write_file(in_folder("missing/note"), "x", 1, &error), -1);
    CHECK(says("missing/note", "No such file"));
    CHECK_INT(tool_write_file(folder, "x", 1, &error), -1);
    CHECK(says(folder, "not a file"));
    CHECK_INT(mkfifo(in_folder("pipe"), 0666), 0); /* not a device of the machine: a fault may replace it */
    CHECK_INT(tool_write_file(in_folder("pipe"), "x", 1, &error), -1);
    CHECK(says("pipe", "not a file"));
    CHECK_INT(unlink(in_folder("pipe")), 0);
    CHECK_INT(tool_make_directory(in_folder("a/b/c"), &error), 0);
    CHECK_INT(tool_make_directory(in_folder("a/b/c"), &error), 0);
    CHECK_INT(tool_make_directory(in_folder("note/c"), &error), -1);
    CHECK_INT(tool_make_directory(in_folder("note"), &error), -1);
    CHECK(says("note", "Not a directory"));
}

int main(void) {
    static const char *const left[] = {"whole.gz", "cut.gz", "bad.gz", "two.gz",
                                       "tail.gz",  "note",   "good"};
    if (!folder_make()) return EXIT_FAILURE;
    test_text();
    test_reading();
    test_writing();
    test_replacing();
    rmdir(in_folder("a/b/c"));
    rmdir(in_folder("a/b"));
    rmdir(in_folder("a"));
    folder_remove(left, sizeof left / sizeof *left);
    return check_done("files");
}
