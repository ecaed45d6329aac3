;;; flymake.el --- Flymake on IRQLINT_TEST_FILE, without a server -*- lexical-binding: t -*-
;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; What the user would see goes to IRQLINT_TEST_RESULT.
(require 'irqlint)

(defvar patience (string-to-number (getenv "IRQLINT_TEST_PATIENCE")))

(defun wait (what condition)
  (let ((end (+ (float-time) patience)))
    (while (not (funcall condition))
      (when (> (float-time) end)
        (message "flymake.el: waited in vain for %s" what)
        (kill-emacs 1))
      (accept-process-output nil 0.05))))

(setq create-lockfiles nil make-backup-files nil
      irqlint-program (car (split-string (getenv "IRQLINT_TEST_COMMAND"))))
(find-file (getenv "IRQLINT_TEST_FILE"))
(c-mode)
(setq flymake-diagnostic-functions nil)
(irqlint-flymake-setup)
(setq-local flymake-diagnostic-functions '(irqlint-flymake))
(flymake-start)
(wait "a finding" #'flymake-diagnostics)
(let ((found (car (flymake-diagnostics))) result)
  (setq result (list :found (vector (list :line (line-number-at-pos (flymake-diagnostic-beg found))
                                          :text (buffer-substring-no-properties (flymake-diagnostic-beg found)
                                                                                (flymake-diagnostic-end found))
                                          :message (flymake-diagnostic-text found)))))
  ;; What was found stays where it is while lines are added, until the file is saved.
  (goto-char (point-min))
  (insert "\n\n")
  (flymake-start)
  (wait "the finding to move"
        (lambda () (and (flymake-diagnostics)
                        (= (line-number-at-pos (flymake-diagnostic-beg (car (flymake-diagnostics))))
                           (+ 2 (plist-get (aref (plist-get result :found) 0) :line))))))
  (goto-char (flymake-diagnostic-beg (car (flymake-diagnostics))))
  (search-forward "touch_thread, 0")
  (replace-match "touch_thread, IRQF_ONESHOT")
  (save-buffer)
  (flymake-start)
  (wait "no finding" (lambda () (null (flymake-diagnostics))))
  (with-temp-file (getenv "IRQLINT_TEST_RESULT")
    (insert (json-encode result))))
(kill-emacs 0)
