/* rater.h - how much a group of strokes looks like one letter: a small network with one hidden
 * layer, trained so that of all ways to cut a word the right one is the most probable (a
 * conditional random field over the cuts; Sarawagi & Cohen 2004, semi-Markov). */
#ifndef HWR_WORDS_RATER_H
#define HWR_WORDS_RATER_H

#include "lattice.h"

enum { HWR_RATER_HIDDEN = 24, HWR_RATER_ROW = HWR_GROUP_FEATURES + 1 };

/* Weights; of an input layer's row the last one is the constant's. */
typedef struct hwr_rater {
    float in[HWR_RATER_HIDDEN][HWR_RATER_ROW];
    float out[HWR_RATER_HIDDEN];
} hwr_rater;

/* shape knows the group's shape only, letters the network's answer too. */
extern const hwr_rater hwr_rater_shape, hwr_rater_letters;

/* The score of one group from its first n features; hidden (HWR_RATER_HIDDEN) gets the
 * activations, unless NULL. */
double hwr_rater_score(const hwr_rater *rater, const float *features, int n, float *hidden);

/* From the groups' scores, the probability of each that the right cut has it: [first][n - 1], 0
 * where it is not possible. Returns the logarithm of the sum over all cuts. */
double hwr_lattice_marginals(const hwr_lattice *lattice, double (*marginals)[HWR_WORD_GROUP]);

/* The most probable cut: its groups' sizes from left to right; returns how many. */
int hwr_lattice_best_cut(const hwr_lattice *lattice, uint8_t sizes[HWR_WORD_STROKES]);

enum { HWR_WORD_ASKED = 80 };

/* Scores all groups by their shapes and leaves those possible whose probability is 0.001 at least,
 * or more where these are more than HWR_WORD_ASKED, or that the most probable cut has: these are
 * worth asking the network about. */
void hwr_lattice_prune(hwr_lattice *lattice, const hwr_rater *shape);

#endif
