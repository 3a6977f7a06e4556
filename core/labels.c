/* labels.c - status strings, and the 37 letters with their folding to 26. */
#include "hwr.h"

static const char letters[HWR_CLASSES + 1] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";

const char *hwr_status_string(hwr_status status) {
    static const char *const text[] = {
#define HWR_STATUS_TEXT(name, string) string,
        HWR_STATUS_LIST(HWR_STATUS_TEXT)
#undef HWR_STATUS_TEXT
    };
    return (unsigned)status < HWR_STATUS_COUNT ? text[status] : "unknown status";
}

char hwr_class_letter(int class_index) {
    return class_index >= 0 && class_index < HWR_CLASSES ? letters[class_index] : '\0';
}

int hwr_class_fold(int class_index) {
    if (class_index < 0 || class_index >= HWR_CLASSES) return -1;
    return class_index < HWR_FOLDED ? class_index : letters[class_index] - 'a';
}

int hwr_class_of_letter(char letter) {
    for (int c = 0; c < HWR_CLASSES; c++)
        if (letters[c] == letter) return c;
    return letter >= 'a' && letter <= 'z' ? letter - 'a' : -1;
}

void hwr_fold_probabilities(float folded[HWR_FOLDED], const float probabilities[HWR_CLASSES]) {
    for (int i = 0; i < HWR_FOLDED; i++) folded[i] = probabilities[i];
    for (int c = HWR_FOLDED; c < HWR_CLASSES; c++) folded[hwr_class_fold(c)] += probabilities[c];
}

float hwr_letter_score(const float folded[HWR_FOLDED]) {
    float best = 0, second = 0;
    for (int i = 0; i < HWR_FOLDED; i++) {
        if (folded[i] > best) {
            second = best;
            best = folded[i];
        } else if (folded[i] > second) {
            second = folded[i];
        }
    }
    return best + second;
}
