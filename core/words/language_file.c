/* language_file.c - a language file's words into a trie and n-grams; see language.h. */
#include "language_file.h"

#include <math.h>
#include <string.h>

#include "model/format.h"

enum { HEADER = 24, CHECKSUM = 4, MAX_WORDS = 1 << 17, MAX_NODES = 1 << 20, MAX_GRAMS = 1 << 20 };

typedef struct header {
    uint32_t words, nodes, grams, letters, mask;
} header;

static hwr_status read_header(header *h, const uint8_t *b, size_t length) {
    if (length < HEADER + CHECKSUM) return HWR_ERR_TRUNCATED;
    if (memcmp(b, "HWRL", 4) != 0) return HWR_ERR_MAGIC;
    if (hwr_read_u32(b + 4) != 1) return HWR_ERR_VERSION;
    if (hwr_crc32(b, length - CHECKSUM) != hwr_read_u32(b + length - CHECKSUM))
        return HWR_ERR_CHECKSUM;
    *h = (header){hwr_read_u32(b + 8), hwr_read_u32(b + 12), hwr_read_u32(b + 16),
                  hwr_read_u32(b + 20), 1};
    if (h->words < 1 || h->words > MAX_WORDS || h->nodes < 2 || h->nodes > MAX_NODES ||
        h->grams < 2 || h->grams > MAX_GRAMS || h->letters < 1 || h->letters > HWR_LANGUAGE_LETTERS)
        return HWR_ERR_FORMAT;
    if (length < HEADER + (size_t)h->letters * HWR_LABEL_BYTES + CHECKSUM) return HWR_ERR_TRUNCATED;
    while (h->mask < h->grams + h->grams / 2) h->mask = h->mask << 1 | 1; /* a third stays free */
    return HWR_OK;
}

static size_t memory_of(const header *h) {
    return h->nodes * sizeof(hwr_language_node) + ((size_t)h->mask + 1) * sizeof(hwr_language_gram);
}

size_t hwr_language_memory(const void *file, size_t length, hwr_status *status) {
    header h;
    const hwr_status found = read_header(&h, file, length);
    if (status) *status = found;
    return found == HWR_OK ? memory_of(&h) : 0;
}

/* ---- Words ------------------------------------------------------------------ */

/* A word, and where the trie has its beginnings: path[i] = the node after i letters. */
typedef struct word {
    uint8_t letters[HWR_LANGUAGE_WORD];
    uint32_t path[HWR_LANGUAGE_WORD + 1], last_child[HWR_LANGUAGE_WORD + 1];
    int length, shared, rarity, is_name;
} word;

/* The next word of the list at *at; it has to come after the last one. */
static hwr_status read_word(word *w, const header *h, const uint8_t **at, const uint8_t *end) {
    if (end - *at < 2) return HWR_ERR_TRUNCATED;
    const int old_length = w->length, first = **at;
    int last = 0;
    w->rarity = first >> 4;
    w->shared = w->length = first & 15;
    if (w->shared > old_length) return HWR_ERR_FORMAT;
    for (++*at; !last; ++*at) {
        if (*at == end) return HWR_ERR_TRUNCATED;
        const uint8_t letter = **at & 63;
        last = **at >> 7;
        w->is_name = **at >> 6 & 1;
        if (letter < 1 || letter > h->letters || w->length == HWR_LANGUAGE_WORD)
            return HWR_ERR_FORMAT;
        if (w->length == w->shared && w->shared < old_length && letter <= w->letters[w->shared])
            return HWR_ERR_FORMAT;
        w->letters[w->length++] = letter;
    }
    return HWR_OK;
}

static hwr_status add_to_trie(hwr_language *l, const header *h, word *w) {
    const float weight = 1.0f / (float)(1 << w->rarity);
    for (int i = w->shared; i < w->length; i++) {
        const uint32_t parent = w->path[i], node = l->n_nodes;
        if (node == h->nodes) return HWR_ERR_FORMAT;
        l->nodes[node] = (hwr_language_node){.letter = w->letters[i]};
        if (l->nodes[parent].has_child) l->nodes[w->last_child[i]].next = node;
        l->nodes[parent].has_child = 1;
        w->last_child[i] = w->path[i + 1] = node;
        l->n_nodes++;
    }
    for (int i = 0; i <= w->length; i++) l->nodes[w->path[i]].below += weight;
    l->nodes[w->path[w->length]].own = weight;
    l->nodes[w->path[w->length]].is_name = (uint8_t)w->is_name;
    return HWR_OK;
}

/* One more letter after a context, and after all its shorter ones. */
static hwr_status count(hwr_language *l, uint32_t *n_grams, const header *h, uint32_t context,
                        uint32_t letter, float weight) {
    for (int n = 0; n < HWR_LANGUAGE_GRAM; n++) {
        const uint32_t last = n == 0 ? 0 : context & ((1u << 6 * n) - 1);
        if (n > 0 && last >> 6 * (n - 1) == 0) break;
        hwr_language_gram *any = hwr_language_find(l, last, 0);
        *n_grams += any->key == 0;
        any->key = (last << 6) + 1;
        any->weight += weight;
        hwr_language_gram *gram = hwr_language_find(l, last, letter);
        *n_grams += gram->key == 0;
        any->kinds += gram->key == 0;
        gram->key = (last << 6 | letter) + 1;
        gram->weight += weight;
        if (*n_grams > h->grams) return HWR_ERR_FORMAT;
    }
    return HWR_OK;
}

/* Common words count for more than rare ones, but not by as much as they are more common: what is
 * not in the list is not common either. */
static hwr_status add_to_grams(hwr_language *l, uint32_t *n_grams, const header *h, const word *w) {
    const float weight = (float)sqrt((double)(1 << (15 - w->rarity)));
    uint32_t context = HWR_LANGUAGE_EDGE;
    hwr_status status = HWR_OK;
    for (int i = 0; i <= w->length && status == HWR_OK; i++) {
        const uint32_t letter = i < w->length ? w->letters[i] : HWR_LANGUAGE_EDGE;
        status = count(l, n_grams, h, context, letter, weight);
        context = hwr_language_shift(context, letter);
    }
    return status;
}

hwr_status hwr_language_init(hwr_language *l, void *memory, size_t memory_length, const void *file,
                             size_t length) {
    header h;
    word w = {.length = 0};
    const uint8_t *b = file, *at, *end = b + length - CHECKSUM;
    uint32_t n_grams = 0;
    hwr_status status = read_header(&h, b, length);
    if (status == HWR_OK && memory_of(&h) > memory_length) status = HWR_ERR_MEMORY;
    if (status != HWR_OK) return status;
    memset(l, 0, sizeof *l);
    memset(memory, 0, memory_of(&h));
    l->nodes = memory;
    l->grams = (hwr_language_gram *)(void *)(l->nodes + h.nodes);
    l->mask = h.mask;
    l->n_nodes = 1;
    l->n_letters = (int)h.letters;
    for (at = b + HEADER; (uint32_t)(at - b - HEADER) < h.letters * HWR_LABEL_BYTES;
         at += HWR_LABEL_BYTES) {
        char *text = l->letters[(at - b - HEADER) / HWR_LABEL_BYTES + 1];
        memcpy(text, at, HWR_LABEL_BYTES);
        if (text[HWR_LABEL_BYTES - 1] != '\0' || !hwr_label_valid(text, strlen(text)))
            return HWR_ERR_FORMAT;
    }
    for (; l->n_words < h.words && status == HWR_OK; l->n_words++) {
        status = read_word(&w, &h, &at, end);
        if (status == HWR_OK) status = add_to_trie(l, &h, &w);
        if (status == HWR_OK) status = add_to_grams(l, &n_grams, &h, &w);
    }
    if (status == HWR_OK && (at != end || l->n_nodes != h.nodes)) status = HWR_ERR_FORMAT;
    return status;
}
