/* Labels, folding and status strings. */
#include "hwr.h"

#include <string.h>

#include "check.h"

int main(void) {
    const char *bymerge = "ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt";
    for (int c = 0; c < HWR_CLASSES; c++) {
        CHECK_INT(hwr_class_letter(c), bymerge[c]);
        CHECK_INT(hwr_class_of_letter(bymerge[c]), c);
        CHECK_INT(hwr_class_fold(c), (bymerge[c] | 32) - 'a');
    }
    for (char letter = 'a'; letter <= 'z'; letter++) {
        int c = hwr_class_of_letter(letter);
        CHECK_INT(hwr_class_fold(c), letter - 'a');
        CHECK_INT(c >= HWR_FOLDED, strchr(bymerge, letter) != NULL);
    }
    CHECK_INT(hwr_class_letter(-1), 0);
    CHECK_INT(hwr_class_letter(HWR_CLASSES), 0);
    CHECK_INT(hwr_class_fold(HWR_CLASSES), -1);
    CHECK_INT(hwr_class_of_letter('5'), -1);
    CHECK_INT(hwr_class_of_letter('\0'), -1);

    float p[HWR_CLASSES], folded[HWR_FOLDED];
    for (int c = 0; c < HWR_CLASSES; c++) p[c] = (float)(c + 1);
    hwr_fold_probabilities(folded, p);
    CHECK_NEAR(folded[0], 1 + 27, 0);   /* A + a */
    CHECK_NEAR(folded[2], 3, 0);        /* C */
    CHECK_NEAR(folded[19], 20 + 37, 0); /* T + t */

    memset(folded, 0, sizeof folded);
    CHECK_NEAR(hwr_letter_score(folded), 0, 0);
    folded[25] = 0.5f, folded[3] = 0.25f, folded[9] = 0.125f;
    CHECK_NEAR(hwr_letter_score(folded), 0.75, 0);
    folded[0] = 0.375f; /* the second largest comes first */
    CHECK_NEAR(hwr_letter_score(folded), 0.875, 0);

    for (int s = 0; s < HWR_STATUS_COUNT; s++) CHECK(strlen(hwr_status_string((hwr_status)s)) > 1);
    CHECK(strcmp(hwr_status_string((hwr_status)999), "unknown status") == 0);
    return check_done("labels");
}
