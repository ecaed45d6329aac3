;;; irqlint.el --- Bugs in interrupt code, in Flymake and Eglot -*- lexical-binding: t -*-

;; SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
;; Package-Requires: ((emacs "28.1"))

;;; Commentary:

;; Eglot has one server a buffer.  `irqlint-eglot-setup' makes it one that is irqlint and clangd at
;; once.  `irqlint-flymake-setup' is for buffers that are served by something else, or by nothing:
;; it looks at the file each time it is saved.

;;; Code:

(require 'flymake)
(require 'json)

(defgroup irqlint nil "Bugs in interrupt code." :group 'tools)

(defcustom irqlint-program "irqlint"
  "The irqlint program."
  :type 'string)

(defcustom irqlint-arguments nil
  "More arguments of `irqlint check', such as \"--preview\"."
  :type '(repeat string))

(defcustom irqlint-clangd '("clangd")
  "The other server beside irqlint, with its arguments; nil for none."
  :type '(repeat string))

(defcustom irqlint-settings nil
  "Settings of `irqlint lsp' as a property list, such as (:preview t)."
  :type 'plist)

(defvar eglot-server-programs)

(defun irqlint-eglot-contact (&rest _)
  "Return what Eglot starts."
  (append (list irqlint-program "lsp")
          (when irqlint-clangd
            (append (list "--proxy" (car irqlint-clangd))
                    (when (cdr irqlint-clangd) (cons "--" (cdr irqlint-clangd)))))
          (when irqlint-settings
            (list :initializationOptions irqlint-settings))))

;;;###autoload
(defun irqlint-eglot-setup ()
  "Have Eglot start irqlint, with clangd beside it, for C."
  (with-eval-after-load 'eglot
    (push '((c-mode c-ts-mode) . irqlint-eglot-contact) eglot-server-programs)))

;;; Flymake

(defvar-local irqlint--process nil)
(defvar-local irqlint--known nil "What was found in the file as it was saved: lists of markers, type and text.")

(defun irqlint--position (offset)
  "Return the position of the byte at OFFSET of the file."
  (or (filepos-to-bufferpos offset 'exact) (point-max)))

(defun irqlint--read (buffer)
  "Read the findings in the current buffer that are of BUFFER."
  (let (found)
    (goto-char (point-min))
    (while (not (eobp))
      (when (eq (char-after) ?{)
        (let* ((finding (json-parse-buffer :object-type 'plist :array-type 'list))
               (begin (plist-get finding :offset)))
          (with-current-buffer buffer
            (when (and begin (file-equal-p (plist-get finding :file) buffer-file-name))
              (push (list (copy-marker (irqlint--position begin))
                          (copy-marker (irqlint--position (+ begin (plist-get finding :length))))
                          (if (equal (plist-get finding :severity) "error") :error :warning)
                          (concat (plist-get finding :message) " [" (plist-get finding :rule) "]"
                                  (mapconcat #'irqlint--step (plist-get finding :trace) "")))
                    found)))))
      (forward-line))
    (nreverse found)))

(defun irqlint--step (step)
  "Return what is shown of STEP of a trace."
  (format "\n%s:%d: %s" (file-name-nondirectory (plist-get step :file)) (plist-get step :line)
          (plist-get step :message)))

(defun irqlint--diagnostics ()
  "Return what is known of the current buffer."
  (mapcar (lambda (known)
            (pcase-let ((`(,begin ,end ,type ,text) known))
              (flymake-make-diagnostic (current-buffer) (marker-position begin)
                                       (max (marker-position end)
                                            (min (1+ (marker-position begin)) (point-max)))
                                       type text)))
          irqlint--known))

(defun irqlint--ended (process buffer report)
  "Hand what PROCESS found in BUFFER to REPORT."
  (unwind-protect
      (when (and (buffer-live-p buffer) (eq process (buffer-local-value 'irqlint--process buffer)))
        (if (memq (process-exit-status process) '(0 1))
            (let ((found (with-current-buffer (process-buffer process) (irqlint--read buffer))))
              (with-current-buffer buffer
                (setq irqlint--known found)
                (funcall report (irqlint--diagnostics))))
          (funcall report :panic :explanation
                   (with-current-buffer (process-get process 'irqlint-complaints) (buffer-string)))))
    (kill-buffer (process-get process 'irqlint-complaints))
    (kill-buffer (process-buffer process))))

;;;###autoload
(defun irqlint-flymake (report &rest _)
  "Report what `irqlint check' finds in the file of the buffer to REPORT.
While the buffer differs from its file, what was found before stays."
  ;; What a process finds that is not the last one is of no use.
  (let ((old irqlint--process))
    (setq irqlint--process nil)
    (when (process-live-p old)
      (delete-process old)))
  (if (or (not buffer-file-name) (buffer-modified-p))
      (funcall report (irqlint--diagnostics))
    (let* ((buffer (current-buffer))
           (complaints (generate-new-buffer " *irqlint complaints*"))
           (process (make-process
                     :name "irqlint" :noquery t :connection-type 'pipe
                     :buffer (generate-new-buffer " *irqlint*")
                     :stderr complaints
                     :command `(,irqlint-program "check" ,@irqlint-arguments "--output" "json" ,buffer-file-name)
                     :sentinel (lambda (process _event)
                                 (when (memq (process-status process) '(exit signal))
                                   (irqlint--ended process buffer report))))))
      (set-process-sentinel (get-buffer-process complaints) #'ignore)
      (process-put process 'irqlint-complaints complaints)
      (setq irqlint--process process))))

;;;###autoload
(defun irqlint-flymake-setup ()
  "Have Flymake ask irqlint in the current buffer; for `c-mode-hook'.
In a buffer that Eglot manages, for `eglot-managed-mode-hook'."
  (add-hook 'flymake-diagnostic-functions #'irqlint-flymake nil t)
  (flymake-mode 1))

(provide 'irqlint)
;;; irqlint.el ends here
